package org.deploynet.control.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * The file that a process' output is appended to, native code's last words included, kept near a bound: what was written goes
 * to a second file, in the place of what was there, so that the two together hold at most twice the bound and the latest lines
 * are always in one of them. The process itself sees to that while it runs, since whoever started it may be gone. For one
 * thread.
 */
public final class OutputFile {
    /** The environment variable that tells a process which file its output goes to. */
    public static final String VARIABLE = "DEPLOYNET_OUTPUT";

    /** A file and the one beside it are 20 MB. */
    public static final long MOST_BYTES = 10_000_000;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    private static final System.Logger LOG = System.getLogger(OutputFile.class.getName());

    private final Path file;
    private final long mostBytes;

    /** @param mostBytes above this it is emptied */
    public OutputFile(Path file, long mostBytes) {
        this.file = file;
        this.mostBytes = mostBytes;
    }

    /** Where the earlier output is. */
    public static Path earlier(Path file) {
        return file.resolveSibling(file.getFileName() + ".old");
    }

    /** Keeps this process' own output bounded until it ends, if whoever started it said which file that is. */
    public static void keepOwnBounded() {
        Optional.ofNullable(System.getenv(VARIABLE))
                .map(name -> new OutputFile(Path.of(name), MOST_BYTES))
                .ifPresent(own -> Thread.ofVirtual().name("output-file").start(own::keepBounded));
    }

    private void keepBounded() {
        try {
            while (true) {
                Thread.sleep(LOOK_EVERY);
                emptyWhenFull();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the file of this process' output can grow without bound", e);
        }
    }

    /**
     * Copies and empties the file if it is above the bound; others may append to it meanwhile. A line that comes in the
     * instant between the last look and the emptying is lost, and no other.
     */
    public void emptyWhenFull() throws IOException {
        try (var written = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (written.size() <= mostBytes) {
                return;
            }
            Path copy = file.resolveSibling(file.getFileName() + ".new");
            try (var into = FileChannel.open(
                    copy, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                // At once, so that whatever ends this process now, all lines are there.
                Files.move(copy, earlier(file), StandardCopyOption.REPLACE_EXISTING);
                // Not for ever after a process that writes without end.
                long from = Math.max(0, written.size() - mostBytes);
                for (long at = from; at < written.size() && at - from < 2 * mostBytes; ) {
                    at += written.transferTo(at, written.size() - at, into);
                }
                written.truncate(0);
            }
        }
    }
}
