package org.deploynet.command.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One process of the demo. Used by one thread at a time; {@link #close} may come from another. */
final class Part implements AutoCloseable {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(5);
    private static final int TAIL_LINES = 8;

    private final String name;
    private final List<String> command;
    private final Path log;
    private volatile @Nullable Process process;

    Part(String name, List<String> command, Path log) {
        this.name = name;
        this.command = command;
        this.log = log;
    }

    /** @param ended hears of the end of this process, on another thread */
    void start(Consumer<Part> ended) throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("DEPLOYNET_"));
        Process started = builder.start();
        started.getOutputStream().close();
        process = started;
        var _ = started.onExit().thenRun(() -> ended.accept(this));
    }

    String name() {
        return name;
    }

    long pid() {
        Process running = process;
        return running == null ? 0 : running.pid();
    }

    boolean isRunning() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** "code 3" or, where a signal ended it, "signal 9". */
    String howItEnded() {
        Process ended = process;
        int code = ended == null ? 0 : ended.exitValue();
        return code > 128 ? "signal " + (code - 128) : "code " + code;
    }

    /** The last lines it said. */
    String lastWords() {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n  ", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    /** Asks it to end, and ends it if it has not within five seconds. */
    @Override
    public void close() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroy();
        try {
            if (!running.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                running.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
