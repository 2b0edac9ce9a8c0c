package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code deploynet} script in a tree of stand-ins: a JDK that prints its arguments, a Maven that counts its runs. */
final class ScriptTest {
    private static final Path SCRIPT = Path.of("../deploynet").toAbsolutePath().normalize();

    @TempDir
    Path temporary;

    private Path tree = Path.of("");
    private Path jdk = Path.of("");

    @BeforeEach
    void plantTree() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")));
        tree = Files.createDirectories(temporary.resolve("a tree"));
        Files.copy(SCRIPT, tree.resolve("deploynet"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        program(
                tree.resolve("mvnw"),
                "echo run >>\"$(dirname \"$0\")/maven.log\"; mkdir -p \"$(dirname \"$0\")/command/target/modules\"");
        for (String module :
                "protocol peer-control i18n peer-engine signaling-server desktop-app command .mvn".split(" ", -1)) {
            Files.createDirectories(tree.resolve(module).resolve("src"));
        }
        Files.writeString(tree.resolve("pom.xml"), "<project/>");
        jdk = javaHome("25.0.3");
    }

    @Test
    void isValidForEveryPosixShell() throws Exception {
        for (String shell : List.of("sh", "dash", "bash")) {
            if (new ProcessBuilder("sh", "-c", "command -v " + shell).start().waitFor() == 0) {
                assertEquals(
                        0,
                        new ProcessBuilder(shell, "-n", SCRIPT.toString())
                                .start()
                                .waitFor(),
                        shell);
            }
        }
    }

    @Test
    void handsOtherWordsToTheProduct() throws Exception {
        Outcome outcome = run(jdk, "status", "--json", "two words");

        assertEquals(0, outcome.code(), outcome.text());
        assertTrue(outcome.text().contains("-m org.deploynet.command/org.deploynet.command.DeployNet"), outcome.text());
        assertTrue(outcome.text().contains("[status] [--json] [two words]"), outcome.text());
    }

    @Test
    void opensTheDesktopApplicationWithoutAWordAndWithOptionsAlone() throws Exception {
        String desktop = "-m org.deploynet.desktop/org.deploynet.desktop.assembly.DesktopMain";

        assertTrue(run(jdk).text().contains(desktop), run(jdk).text());
        assertTrue(run(jdk, "--background").text().contains(desktop + " --background"));
        assertTrue(run(jdk, "run", "--data", "a b").text().contains("DesktopMain] [--data] [a b]"));
    }

    @Test
    void compilesFullyWhatHashesOrServesAndStartsQuestionsFast() throws Exception {
        assertTrue(run(jdk, "status").text().contains("-XX:TieredStopAtLevel=1"));
        assertFalse(run(jdk, "publish").text().contains("-XX:TieredStopAtLevel=1"));
    }

    @Test
    void buildsOnceAndAgainWhenASourceChanged() throws Exception {
        run(jdk, "status");
        run(jdk, "status");
        assertEquals(1, builds());

        Files.writeString(tree.resolve("protocol/src/New.java"), "class New {}");
        run(jdk, "status");
        assertEquals(2, builds());
    }

    @Test
    void buildsAgainAfterAFailedBuild() throws Exception {
        program(tree.resolve("mvnw"), "echo 'no network' >&2; exit 1");
        Outcome outcome = run(jdk, "status");

        assertEquals(1, outcome.code());
        assertTrue(outcome.text().contains("no network"), outcome.text());
        assertTrue(outcome.text().contains("this failed: ./mvnw"), outcome.text());
        assertFalse(Files.exists(tree.resolve(".deploynet/building")));
        assertEquals(1, run(jdk, "status").code());
    }

    @Test
    void takesOverTheLockOfABuildThatWasKilled() throws Exception {
        Files.createDirectories(tree.resolve(".deploynet/building"));
        Files.writeString(tree.resolve(".deploynet/building/pid"), "99999999");

        assertEquals(0, run(jdk, "status").code());
    }

    @Test
    void passesOverAJdkThatIsTooOld() throws Exception {
        Outcome outcome = run(javaHome("17.0.1"), "status");

        // This machine has a JDK 25 in a usual place, on which the tests themselves run, or one that is on no path.
        assertFalse(outcome.text().contains("[status]"), outcome.text());
        assertEquals(1, outcome.code());
    }

    @Test
    void worksFromAnyFolderAndThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(temporary.resolve("dn"), tree.resolve("deploynet"));

        assertEquals(0, run(jdk, link, "status").code());
    }

    @Test
    void ciRunsTheTestsAndNothingElse() throws Exception {
        String ci = Files.readString(SCRIPT.resolveSibling(".ci/run"));

        assertEquals(
                List.of("#!/bin/sh", "exec \"$(dirname \"$0\")/../deploynet\" test"),
                ci.lines().toList());
    }

    private record Outcome(int code, String text) {}

    private Outcome run(Path javaHome, String... words) throws Exception {
        return run(javaHome, tree.resolve("deploynet"), words);
    }

    private Outcome run(Path javaHome, Path script, String... words) throws Exception {
        var builder = new ProcessBuilder("/bin/sh", script.toString());
        builder.command().addAll(List.of(words));
        builder.directory(temporary.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("DEPLOYNET_"));
        builder.environment().putAll(Map.of("JAVA_HOME", javaHome.toString(), "HOME", temporary.toString()));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), text);
    }

    private int builds() throws IOException {
        return Files.readAllLines(tree.resolve("maven.log")).size();
    }

    private Path javaHome(String version) throws IOException {
        Path home = Files.createDirectories(temporary.resolve("jdk " + version));
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        program(home.resolve("bin/java"), "printf '%s ' \"$0\" \"$@\"; printf '[%s] ' \"$@\"");
        program(home.resolve("bin/javac"), "exit 0");
        return home;
    }

    private static void program(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
