package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.deploynet.engine.cache.MoveProgress.State;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.SimulatedDisk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power is cut at each operation of a move, and again at each early operation of the start that goes on with it, while
 * pieces are kept meanwhile; {@code -Dmove.seeds=N} for more of the disk's whims.
 */
class MoveCrashTest {
    private static final int SEEDS = Integer.getInteger("move.seeds", 1);
    private static final int MOST_OPERATIONS = 1000;
    private static final Logger LOG = Logger.getLogger("org.deploynet.engine");
    private static final List<Sample> SAMPLES =
            IntStream.range(0, 24).mapToObj(n -> Sample.of(n, 2000 + 100 * n)).toList();
    private static final int BEFORE = 16;

    @TempDir
    Path slow;

    @BeforeAll
    static void quiet() {
        LOG.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        LOG.setLevel(null);
    }

    @Test
    void losesNothingAcknowledgedWhereverThePowerIsCut() throws Exception {
        int cuts = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            for (int again = 0; again < 2; again++) {
                cuts += sweep(seed, again);
            }
        }
        assertTrue(cuts > 100, "only " + cuts + " cuts");
        System.out.println("power cuts during a move: " + cuts);
    }

    private int sweep(int seed, int again) throws Exception {
        for (int n = 1; n < MOST_OPERATIONS; n++) {
            Path folder = fast().resolve(
                            "deploynet-move-" + ProcessHandle.current().pid() + "-" + seed + "-" + again + "-" + n);
            try {
                var history = new History(folder, new SimulatedDisk(seed * 1_000_003L + again * 1009L + n));
                if (history.run(n, again == 0 ? 0 : again * 7 + n % 40) == State.DONE) {
                    return n - 1;
                }
            } finally {
                delete(folder);
            }
        }
        throw new AssertionError("a move has more than " + MOST_OPERATIONS + " operations");
    }

    /** One cache, moved, cut off, and started again. */
    private static final class History {
        private final SimulatedDisk disk;
        private final PieceStore.Options options;
        private final Path from;
        private final Path to;
        private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();

        History(Path folder, SimulatedDisk disk) throws IOException {
            this.disk = disk;
            this.from = Files.createDirectories(folder.resolve("cache"));
            this.to = folder.resolve("new");
            this.options = new PieceStore.Options(from, folder.resolve("state"), 1L << 30, 0, 16_384);
        }

        private PieceStore open() throws IOException {
            return PieceStore.open(options, disk, Clock.systemUTC());
        }

        /** Cuts at the {@code n}-th operation of the move and then at the {@code second} of the next start, if above 0. */
        State run(int n, int second) throws Exception {
            State reached = firstLife(n);
            disk.restart();
            if (second > 0) {
                lifeUntilCut(second);
                disk.restart();
            }
            try (PieceStore store = open()) {
                check(store, n, second);
                for (CacheMove move : store.currentMove().stream().toList()) {
                    move.await();
                    assertTrue(move.progress().state().isOver());
                }
                check(store, n, second);
                boolean moved = store.folder().equals(to);
                assertEquals(List.of(), disk.list((moved ? from : to).resolve("segments")));
                assertEquals(List.of(), leftIn(moved ? from : to), () -> "cut at " + n + " and " + second);
            }
            return reached;
        }

        // A cut between the claim and the record that names it leaves the claim, by which the next move knows its copy.
        private List<String> leftIn(Path folder) throws IOException {
            return disk.list(folder).stream()
                    .map(Disk.Entry::name)
                    .filter(name -> !name.equals("deploynet-move"))
                    .toList();
        }

        private State firstLife(int n) throws Exception {
            PieceStore store = open();
            try {
                IntStream.range(0, BEFORE).forEach(sample -> put(store, sample));
                assertEquals(BEFORE, acknowledged.size());
                disk.cutPowerAt(n);
                CacheMove move = store.move(to);
                Thread putting = Thread.ofVirtual()
                        .start(() -> IntStream.range(BEFORE, SAMPLES.size()).forEach(sample -> put(store, sample)));
                move.await();
                putting.join();
                return move.progress().state();
            } finally {
                closeAnyhow(store);
            }
        }

        private void lifeUntilCut(int second) throws Exception {
            disk.cutPowerAt(second);
            try {
                PieceStore store = open();
                try {
                    for (CacheMove move : store.currentMove().stream().toList()) {
                        move.await();
                    }
                } finally {
                    closeAnyhow(store);
                }
            } catch (SimulatedDisk.PowerCut e) {
                assertEquals("power cut", e.getMessage());
            }
        }

        private static void closeAnyhow(PieceStore store) {
            try {
                store.close();
            } catch (SimulatedDisk.PowerCut e) {
                assertEquals("power cut", e.getMessage());
            }
        }

        private void put(PieceStore store, int sample) {
            try {
                if (SAMPLES.get(sample).into(store, Sample.SITE)) {
                    acknowledged.add(sample);
                }
            } catch (UncheckedIOException e) {
                assertTrue(e.getMessage() != null);
            }
        }

        private void check(PieceStore store, int n, int second) {
            for (int sample : acknowledged) {
                Sample expected = SAMPLES.get(sample);
                assertEquals(
                        Optional.of(expected.piece(0)),
                        store.piece(expected.id(), 0),
                        () -> "cut at " + n + " and " + second + ": sample " + sample);
            }
            assertEquals(0, store.stats().rottenPieces(), () -> "cut at " + n + " and " + second);
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
