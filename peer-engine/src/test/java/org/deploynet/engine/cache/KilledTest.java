package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.deploynet.engine.OwnClassPath;
import org.deploynet.engine.credits.ReceiptBook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that stores is killed with SIGKILL at random moments; {@code -Dkills=100} for more of them. */
class KilledTest {
    private static final int KILLS = Integer.getInteger("kills", 20);
    private static final long MOST_MILLIS = 50;
    private static final int MOST_LINES = 60;

    @TempDir
    Path folder;

    private record Piece(int sample, int piece) {}

    private final Set<Piece> pieces = new HashSet<>();
    private final Map<String, Long> receipts = new HashMap<>();

    @Test
    void losesNothingAcknowledged() throws Exception {
        var random = new Random(11);
        long longestMillis = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            runAndKill(1 + kill * 100_000, random.nextInt(MOST_LINES), random.nextLong(MOST_MILLIS));
            Instant start = Instant.now();
            check();
            longestMillis = Math.max(
                    longestMillis, Duration.between(start, Instant.now()).toMillis());
        }
        assertTrue(pieces.size() > KILLS, "only " + pieces.size() + " pieces were stored");
        assertTrue(receipts.size() > KILLS / 4, "only " + receipts.size() + " tickets were counted");
        System.out.println("kills: " + KILLS + ", pieces acknowledged: " + pieces.size() + ", tickets: "
                + receipts.size() + ", longest restart with its check: " + longestMillis + " ms");
    }

    private void runAndKill(int first, int lines, long afterMillis) throws Exception {
        Path said = folder.resolve("said");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        OwnClassPath.get(),
                        IngestUntilKilled.class.getName(),
                        folder.toString(),
                        Integer.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(said.toFile())
                .start();
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> saysEnough(Files.readAllLines(said), lines));
            assertFalse(process.waitFor(afterMillis, TimeUnit.MILLISECONDS));
        } finally {
            process.destroyForcibly();
        }
        assertTrue(process.waitFor(10, TimeUnit.SECONDS));
        Files.readAllLines(said).forEach(this::note);
    }

    // On a busy machine pieces may be acknowledged long before the first receipt is.
    private static boolean saysEnough(List<String> said, int lines) {
        return said.size() > lines && said.stream().anyMatch(line -> line.startsWith("receipt "));
    }

    // The last line may be cut short; what it says in full was acknowledged.
    private void note(String line) {
        String[] words = line.split(" ", -1);
        if (words.length == 3 && words[0].equals("piece")) {
            pieces.add(new Piece(Integer.parseInt(words[1]), Integer.parseInt(words[2])));
        } else if (words.length == 3 && words[0].equals("receipt")) {
            receipts.merge(words[1], Long.parseLong(words[2]), Math::max);
        }
    }

    private void check() throws Exception {
        try (PieceStore store = IngestUntilKilled.openStore(folder)) {
            assertTrue(store.awaitRebuilt(Duration.ofSeconds(60)));
            for (Piece piece : pieces) {
                Sample sample = IngestUntilKilled.sample(piece.sample());
                assertEquals(
                        sample.piece(piece.piece()),
                        store.piece(sample.id(), piece.piece()).orElseThrow(() -> new AssertionError("lost " + piece)));
            }
            assertEquals(0, store.stats().rottenPieces());
        }
        try (ReceiptBook book = IngestUntilKilled.openBook(folder)) {
            Map<String, Long> found = new HashMap<>();
            book.unsettled(Integer.MAX_VALUE).forEach(entry -> found.put(entry.ticketId(), entry.bytes()));
            receipts.forEach((id, bytes) -> assertTrue(found.getOrDefault(id, 0L) >= bytes, () -> "lost " + id));
        }
    }
}
