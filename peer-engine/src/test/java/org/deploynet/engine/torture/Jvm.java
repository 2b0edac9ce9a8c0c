package org.deploynet.engine.torture;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.sqlite.util.OSInfo;

/**
 * How children are started: as fast as a JVM can, with its classes in an archive and SQLite's library unpacked once, because
 * a killed child would leave its copy behind.
 */
final class Jvm {
    private static final String ARCHIVE = "classes.jsa";
    private static final String LIBRARY = "library.so";

    private final Path folder;
    private final String classPath;

    Jvm(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        String library = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/libsqlitejdbc.so";
        try (InputStream in = OSInfo.class.getResourceAsStream(library)) {
            if (in == null) {
                throw new IOException("SQLite's library is not where it was: " + library);
            }
            Files.copy(in, folder.resolve(LIBRARY));
        }
        this.classPath = jars();
        archiveClasses();
    }

    // An archive takes its classes from jars only.
    private String jars() throws IOException {
        var jars = new ArrayList<String>();
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(place);
            jars.add(Files.isDirectory(path) ? jar(path, folder.resolve(jars.size() + ".jar")) : place);
        }
        return String.join(File.pathSeparator, jars);
    }

    private static String jar(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : Folders.files(classes)) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
        return jar.toString();
    }

    private void archiveClasses() throws Exception {
        Process once = new ProcessBuilder(command(
                        "-XX:ArchiveClassesAtExit=" + folder.resolve(ARCHIVE),
                        List.of(
                                Victim.class.getName(),
                                "warm",
                                folder.resolve("warm").toString(),
                                "1")))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("warm.log").toFile())
                .start();
        if (!once.waitFor(120, TimeUnit.SECONDS) || once.exitValue() != 0) {
            once.destroyForcibly();
            List<String> said = Files.readAllLines(folder.resolve("warm.log"));
            throw new IOException("a child does not run: " + said.subList(Math.max(0, said.size() - 20), said.size()));
        }
    }

    Process start(String... arguments) throws IOException {
        var words = new ArrayList<String>(List.of(Victim.class.getName()));
        words.addAll(List.of(arguments));
        return new ProcessBuilder(command("-XX:SharedArchiveFile=" + folder.resolve(ARCHIVE), words))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private List<String> command(String archive, List<String> words) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xlog:disable",
                archive,
                "-Dorg.sqlite.lib.path=" + folder,
                "-Dorg.sqlite.lib.name=" + LIBRARY,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath));
        command.addAll(words);
        return command;
    }
}
