package org.deploynet.desktop.supervise;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An engine process that this process started. Safe from any thread. */
final class StartedEngine {
    private static final int TAIL_BYTES = 4_000;
    private static final int TAIL_LINES = 6;
    private static final int LINE_CHARACTERS = 300;
    private static final String READY_LINE = "{";

    private final Process process;
    private final Path log;
    private final long logFrom;

    /** @param logFrom where in {@code log} this process began to write */
    StartedEngine(Process process, Path log, long logFrom) {
        this.process = process;
        this.log = log;
        this.logFrom = logFrom;
    }

    /** Whether it ended within that time. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** How it ended; it must have. */
    EngineEnd end() {
        return new EngineEnd(EngineEnd.howExited(process.exitValue()), Instant.now(), lastWords());
    }

    void askToEnd() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
    }

    /** The last lines it wrote, without the machine-readable one that said it was ready. */
    String lastWords() {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            long from = Math.max(logFrom, file.length() - TAIL_BYTES);
            byte[] tail = new byte[(int) Math.max(0, file.length() - from)];
            file.seek(from);
            file.readFully(tail);
            List<String> lines = new String(tail, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith(READY_LINE))
                    .map(line -> line.length() <= LINE_CHARACTERS ? line : line.substring(0, LINE_CHARACTERS) + "…")
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException noLog) {
            return "";
        }
    }
}
