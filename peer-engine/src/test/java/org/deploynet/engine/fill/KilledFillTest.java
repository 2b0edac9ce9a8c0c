package org.deploynet.engine.fill;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.deploynet.engine.OwnClassPath;
import org.deploynet.protocol.content.Pieces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that fetches is killed with SIGKILL in the middle of a file and started again. */
class KilledFillTest {
    private static final String FILM = "/film.bin";
    private static final int PIECES = 60;
    private static final int BEFORE_KILL = 40;
    /** What one stream has under way to the disk, and the piece that is being read. */
    private static final int WINDOW_PIECES = 9;

    @TempDir
    private Path folder;

    private final AtomicLong sent = new AtomicLong();

    /** Counts what the origin sends of a file. */
    private final class Counted extends FilterOutputStream {
        Counted(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
            sent.addAndGet(length);
        }
    }

    @Test
    void fetchesNoPieceAgainThatWasKept() throws Exception {
        try (var origin = new LocalOrigin()) {
            var site = new LocalSite(origin)
                    .with(FILM, PIECES * Pieces.PIECE_BYTES)
                    .publish();
            var killed = new CountDownLatch(1);
            origin.misbehave(FILM, (asked, file, out) -> {
                LocalOrigin.head(out, "200 OK", "Content-Length: " + file.length);
                new Counted(out).write(file, 0, BEFORE_KILL * Pieces.PIECE_BYTES + 1000);
                out.flush();
                LocalOrigin.awaitQuietly(killed);
                throw new IOException("killed");
            });
            Process first = start(site);
            try {
                await().atMost(Duration.ofSeconds(60)).until(() -> received() >= BEFORE_KILL * Pieces.PIECE_BYTES);
            } finally {
                end(first);
                killed.countDown();
            }
            origin.misbehave(FILM, (asked, file, out) -> LocalOrigin.decent(asked, file, new Counted(out)));
            Process second = start(site);
            try {
                await().atMost(Duration.ofSeconds(60)).until(() -> said().contains("whole"));
            } finally {
                end(second);
            }
            long size = (long) PIECES * Pieces.PIECE_BYTES;
            assertTrue(sent.get() >= size, sent + " bytes of " + size);
            // The head of the second answer is counted, too.
            long most = size + (long) WINDOW_PIECES * Pieces.PIECE_BYTES + 1_000;
            assertTrue(sent.get() <= most, sent + " bytes for a file of " + size);
            assertEquals(2, origin.askedFor(FILM));
        }
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"));
    }

    private long received() throws IOException {
        return said().lines()
                .filter(line -> line.startsWith("received "))
                .mapToLong(line -> Long.parseLong(line.substring("received ".length())))
                .max()
                .orElse(0);
    }

    private Process start(LocalSite site) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        OwnClassPath.get(),
                        FillUntilKilled.class.getName(),
                        folder.toString(),
                        site.origin.address(),
                        site.id().hex())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(folder.resolve("said").toFile())
                .start();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }
}
