package org.deploynet.desktop.supervise;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.deploynet.control.process.OutputFile;

/** An engine process that this process started. Safe from any thread. */
final class StartedEngine {
    private static final int TAIL_BYTES = 4_000;
    private static final int TAIL_LINES = 6;
    private static final int LINE_CHARACTERS = 300;
    private static final String READY_LINE = "{";

    private final Process process;
    private final Path log;
    private final long logFrom;
    private final Optional<FileTime> earlierAtStart;

    /** @param logFrom where in {@code log} this process began to write */
    StartedEngine(Process process, Path log, long logFrom) {
        this.process = process;
        this.log = log;
        this.logFrom = logFrom;
        this.earlierAtStart = earlierOutput();
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
        // Whoever writes much has its file emptied meanwhile, and may end right after that.
        boolean wasEmptied = !earlierOutput().equals(earlierAtStart);
        String written = wasEmptied ? tail(OutputFile.earlier(log), 0) + tail(log, 0) : tail(log, logFrom);
        List<String> lines = written.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(READY_LINE))
                .map(line -> line.length() <= LINE_CHARACTERS ? line : line.substring(0, LINE_CHARACTERS) + "…")
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    private Optional<FileTime> earlierOutput() {
        try {
            return Optional.of(Files.getLastModifiedTime(OutputFile.earlier(log)));
        } catch (IOException noSuchFile) {
            return Optional.empty();
        }
    }

    private static String tail(Path file, long notBefore) {
        try (var open = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(notBefore, open.length() - TAIL_BYTES);
            byte[] tail = new byte[(int) Math.max(0, open.length() - from)];
            open.seek(from);
            open.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8);
        } catch (IOException noLog) {
            return "";
        }
    }
}
