package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.protocol.content.Pieces;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power is cut at every kind of moment, on a disk that then keeps, loses or tears what was not forced, also while it
 * recovers, and with the index lost on top. {@code -Dcrash.histories=N} runs more of them.
 */
class CrashHistoriesTest {
    private static final int HISTORIES = Integer.getInteger("crash.histories", 200);
    private static final Logger QUIET = Logger.getLogger("org.deploynet.engine");
    private static final List<Sample> SAMPLES = IntStream.range(0, 40)
            .mapToObj(n -> Sample.of(n, n % 13 == 12 ? Pieces.PIECE_BYTES + 5000 : 200 + 131 * n))
            .toList();

    @TempDir
    Path slow;

    @BeforeAll
    static void quiet() {
        QUIET.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        QUIET.setLevel(null);
    }

    private record Acknowledged(int sample, int piece) {}

    @Test
    void losesNothingAcknowledgedAndNeverGivesAWrongByte() throws Exception {
        long acknowledged = 0;
        for (int seed = 0; seed < HISTORIES; seed++) {
            acknowledged += run(seed, new SimulatedDisk(seed)).size();
        }
        assertTrue(acknowledged > HISTORIES, "the histories hardly stored anything: " + acknowledged);
        System.out.println("crash histories: " + HISTORIES + ", acknowledged pieces checked: " + acknowledged);
    }

    /** What the histories would show if the index came before the data: force that does nothing is the same order. */
    @Test
    void noticesWhenDataIsNotForcedBeforeItIsIndexed() throws Exception {
        int red = 0;
        for (int seed = 0; seed < 20; seed++) {
            var disk = new SimulatedDisk(seed);
            disk.lieAboutForce();
            try {
                run(seed, disk);
            } catch (AssertionError | CacheFolderException e) {
                // The second: not even the marker is left, and the cache is not begun anew as if nothing had been.
                red++;
            }
        }
        assertTrue(red >= 10, "only " + red + " of 20 histories noticed");
    }

    private Set<Acknowledged> run(int seed, SimulatedDisk disk) throws Exception {
        var random = new Random(seed);
        Path folder =
                fast().resolve("deploynet-crash-" + ProcessHandle.current().pid() + "-" + seed);
        var options = new PieceStore.Options(
                folder.resolve("cache"), folder.resolve("state"), 1L << 30, 0, 4096L << random.nextInt(9));
        Set<Acknowledged> acknowledged = ConcurrentHashMap.newKeySet();
        try {
            Files.createDirectories(options.folder());
            for (int life = 0; life < 3; life++) {
                disk.cutPowerAt(1 + random.nextInt(40));
                live(options, disk, random, acknowledged);
                disk.restart();
                loseIndexSometimes(options, random);
            }
            try (PieceStore store = PieceStore.open(options, disk, Clock.systemUTC())) {
                assertTrue(store.awaitRebuilt(Duration.ofSeconds(60)));
                check(store, acknowledged, seed);
            }
        } finally {
            delete(folder);
        }
        return acknowledged;
    }

    // A life ends when the power goes, wherever that is: while opening, in a put, or in the committer's own work.
    private static void live(
            PieceStore.Options options, SimulatedDisk disk, Random random, Set<Acknowledged> acknowledged)
            throws Exception {
        try (PieceStore store = PieceStore.open(options, disk, Clock.systemUTC())) {
            for (int step = 0; step < 15; step++) {
                var together = new ArrayList<Integer>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    together.add(random.nextInt(SAMPLES.size()));
                }
                putAll(store, together, acknowledged);
            }
        } catch (SimulatedDisk.PowerCut e) {
            assertEquals("power cut", e.getMessage());
        }
    }

    private static void putAll(PieceStore store, List<Integer> samples, Set<Acknowledged> acknowledged)
            throws InterruptedException {
        var done = new CountDownLatch(samples.size());
        for (int sample : samples) {
            Thread.startVirtualThread(() -> {
                try {
                    put(store, sample, acknowledged);
                } catch (UncheckedIOException e) {
                    assertTrue(e.getMessage() != null);
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
    }

    private static void put(PieceStore store, int sample, Set<Acknowledged> acknowledged) {
        Sample putting = SAMPLES.get(sample);
        try (Ingest ingest = store.begin(Sample.SITE, putting.layer()).orElseThrow()) {
            for (int piece = 0; piece < putting.pieces(); piece++) {
                if (ingest.put(piece, putting.piece(piece))) {
                    acknowledged.add(new Acknowledged(sample, piece));
                }
            }
        }
    }

    private static void check(PieceStore store, Set<Acknowledged> acknowledged, int seed) {
        for (int n = 0; n < SAMPLES.size(); n++) {
            Sample sample = SAMPLES.get(n);
            for (int piece = 0; piece < sample.pieces(); piece++) {
                Optional<ByteBuffer> bytes = store.piece(sample.id(), piece);
                var key = new Acknowledged(n, piece);
                assertTrue(bytes.isPresent() || !acknowledged.contains(key), () -> "seed " + seed + " lost " + key);
                bytes.ifPresent(got -> assertEquals(sample.piece(key.piece()), got, () -> "seed " + seed));
            }
        }
        assertEquals(0, store.stats().rottenPieces(), () -> "seed " + seed + ": the index was ahead of its data");
        var sum = new HashSet<>(acknowledged);
        assertTrue(store.stats().pieces() >= sum.size(), () -> "seed " + seed + " counts too few pieces");
    }

    private static void loseIndexSometimes(PieceStore.Options options, Random random) throws IOException {
        Path index = options.folder().resolve("index.db");
        switch (random.nextInt(8)) {
            case 0 -> Files.deleteIfExists(index);
            case 1 -> Files.write(index, new byte[0]);
            default -> {}
        }
        if (!Files.exists(index) || Files.size(index) == 0) {
            Files.deleteIfExists(options.folder().resolve("index.db-wal"));
            Files.deleteIfExists(options.folder().resolve("index.db-shm"));
        }
    }

    // The databases are real files; in memory a commit of theirs costs no wait.
    private Path fast() {
        Path memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : slow;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
