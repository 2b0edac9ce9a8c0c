package org.deploynet.desktop.supervise;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.control.place.PrivateFolder;
import org.deploynet.control.process.OutputFile;

/**
 * Starts engine processes that outlive this one: no pipe leads to them, and on Linux they have a session of their own, so
 * that neither the terminal's Ctrl-C nor a kill of this process reaches them. Safe from any thread.
 */
public final class EngineStarter {
    private static final long LOG_BYTES = 1_000_000;

    private final List<String> command;
    private final Path log;

    /** @param log gets what the engine writes; a start moves it aside if it has a megabyte, and a running engine bounds it */
    public EngineStarter(List<String> command, Path log) {
        this.command = inOwnSession(command);
        this.log = log;
    }

    StartedEngine start() throws IOException {
        Path folder = log.getParent();
        if (folder != null) {
            PrivateFolder.make(folder);
        }
        long from = makeRoom();
        var builder = new ProcessBuilder(command);
        builder.environment().put(OutputFile.VARIABLE, log.toString());
        Process process = builder.redirectInput(ProcessBuilder.Redirect.from(nothing()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new StartedEngine(process, log, from);
    }

    private long makeRoom() throws IOException {
        long size = Files.exists(log) ? Files.size(log) : 0;
        if (size <= LOG_BYTES) {
            return size;
        }
        Files.move(log, OutputFile.earlier(log), StandardCopyOption.REPLACE_EXISTING);
        return 0;
    }

    // util-linux' setsid becomes the program it is given, so the process id stays the engine's.
    private static List<String> inOwnSession(List<String> command) {
        var whole = new ArrayList<String>();
        setsid().ifPresent(tool -> whole.add(tool.toString()));
        whole.addAll(command);
        return List.copyOf(whole);
    }

    private static Optional<Path> setsid() {
        if (isWindows()) {
            return Optional.empty();
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, "setsid"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static File nothing() {
        return new File(isWindows() ? "NUL" : "/dev/null");
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
    }
}
