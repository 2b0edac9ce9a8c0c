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

    private Jvm(Path folder, String classPath) {
        this.folder = folder;
        this.classPath = classPath;
    }

    /** Prepares them in {@code folder}, unless that was done already. */
    static Jvm in(Path folder) throws Exception {
        boolean isNew = !Files.exists(folder.resolve(ARCHIVE));
        Files.createDirectories(folder);
        var jvm = new Jvm(folder, jars(folder, isNew));
        if (isNew) {
            unpackLibrary(folder.resolve(LIBRARY));
            jvm.archiveClasses();
        }
        return jvm;
    }

    private static void unpackLibrary(Path to) throws IOException {
        String library = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/libsqlitejdbc.so";
        try (InputStream in = OSInfo.class.getResourceAsStream(library)) {
            if (in == null) {
                throw new IOException("SQLite's library is not where it was: " + library);
            }
            Files.copy(in, to);
        }
    }

    // An archive takes its classes from jars only.
    private static String jars(Path folder, boolean make) throws IOException {
        var jars = new ArrayList<String>();
        for (String place : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(place);
            if (!Files.isDirectory(path)) {
                jars.add(place);
                continue;
            }
            Path jar = folder.resolve(jars.size() + ".jar");
            if (make) {
                pack(path, jar);
            }
            jars.add(jar.toString());
        }
        return String.join(File.pathSeparator, jars);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : Folders.files(classes)) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
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
