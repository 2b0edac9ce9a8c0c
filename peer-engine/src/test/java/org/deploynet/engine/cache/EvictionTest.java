package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.deploynet.engine.cache.policy.PolicyKind;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.engine.storage.WatchedDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvictionTest {
    private static final long QUOTA_BYTES = 18L << 20;
    private static final int SEGMENT_BYTES = 256 * 1024;
    private static final int OBJECT_BYTES = 20_000;

    /** Read again and again. */
    private static final List<Sample> HOT = samples(0, 40);

    @TempDir
    Path folder;

    private static List<Sample> samples(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(seed -> Sample.of(seed, OBJECT_BYTES))
                .toList();
    }

    private PieceStore.Options options(PolicyKind kind) {
        return new PieceStore.Options(folder.resolve("cache"), folder.resolve("state"), QUOTA_BYTES, 0, SEGMENT_BYTES)
                .withPolicy(kind);
    }

    private PieceStore open(PolicyKind kind) throws IOException {
        return PieceStore.open(options(kind), new NioDisk(), Clock.systemUTC());
    }

    private static void read(PieceStore store, List<Sample> samples) {
        for (Sample sample : samples) {
            store.piece(sample.id(), 0).ifPresent(bytes -> assertEquals(sample.piece(0), bytes));
        }
    }

    private static long kept(PieceStore store, List<Sample> samples) {
        return samples.stream().filter(sample -> store.has(sample.id())).count();
    }

    /** Hot objects spread among cold ones, and then three times as many cold ones as there is room for. */
    private static void fillOver(PieceStore store) {
        for (int n = 0; n < HOT.size(); n++) {
            HOT.get(n).into(store, Sample.SITE);
            samples(1000 + 3 * n, 3).forEach(cold -> cold.into(store, Sample.SITE));
        }
        for (int n = 0; n < 800; n++) {
            assertTrue(Sample.of(5000 + n, OBJECT_BYTES).into(store, Sample.SITE));
            if (n % 10 == 0) {
                read(store, HOT);
            }
        }
    }

    @Test
    void hotPiecesAreRescuedFromTheSegmentsThatGo() throws IOException {
        for (PolicyKind kind : List.of(PolicyKind.W_TINY_LFU, PolicyKind.LRU, PolicyKind.LFU)) {
            try (PieceStore store = PieceStore.open(
                    new PieceStore.Options(
                                    folder.resolve(kind.key()),
                                    folder.resolve("state-" + kind.key()),
                                    QUOTA_BYTES,
                                    0,
                                    SEGMENT_BYTES)
                            .withPolicy(kind),
                    new NioDisk(),
                    Clock.systemUTC())) {
                fillOver(store);
                CacheStats stats = store.stats();
                assertTrue(stats.evictedBytes() > 5_000_000, kind.key() + " " + stats);
                assertTrue(stats.rescuedBytes() > OBJECT_BYTES, kind.key() + " " + stats);
                assertEquals(HOT.size(), kept(store, HOT), kind.key());
                read(store, HOT);
                assertEquals(0, store.stats().misses() - stats.misses());
                assertEquals(0, stats.rottenPieces());
            }
        }
    }

    @Test
    void whatWasRescuedIsThereAfterARestart() throws Exception {
        try (PieceStore store = open(PolicyKind.W_TINY_LFU)) {
            fillOver(store);
        }
        Files.delete(folder.resolve("cache/index.db"));
        try (PieceStore store = open(PolicyKind.W_TINY_LFU)) {
            assertTrue(store.awaitRebuilt(Duration.ofSeconds(60)));
            assertEquals(HOT.size(), kept(store, HOT));
            read(store, HOT);
            assertEquals(0, store.stats().rottenPieces());
        }
    }

    @Test
    void policyChangesWhileTheCacheIsInUse() throws IOException {
        try (PieceStore store = open(PolicyKind.LRU)) {
            fillOver(store);
            HOT.forEach(sample -> sample.into(store, Sample.SITE));
            read(store, HOT);
            read(store, HOT);
            store.policy(PolicyKind.W_TINY_LFU);
            assertEquals(PolicyKind.W_TINY_LFU, store.policy());
            for (int n = 0; n < 800; n++) {
                assertTrue(Sample.of(9000 + n, OBJECT_BYTES).into(store, Sample.SITE));
                if (n % 10 == 0) {
                    read(store, HOT);
                }
            }
            assertTrue(kept(store, HOT) >= HOT.size() - 4, () -> "kept " + kept(store, HOT));
        }
    }

    @Test
    void aReaderOfHotPiecesNeverMissesWhileTheyAreMoved() throws Exception {
        var done = new AtomicBoolean();
        try (PieceStore store = open(PolicyKind.W_TINY_LFU);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < HOT.size(); n++) {
                HOT.get(n).into(store, Sample.SITE);
                samples(1000 + 3 * n, 3).forEach(cold -> cold.into(store, Sample.SITE));
            }
            var readers = new ArrayList<Future<Integer>>();
            for (int n = 0; n < 6; n++) {
                readers.add(threads.submit(() -> readUntil(done, store)));
            }
            for (int n = 0; n < 900; n++) {
                assertTrue(Sample.of(5000 + n, OBJECT_BYTES).into(store, Sample.SITE));
            }
            done.set(true);
            for (Future<Integer> reader : readers) {
                assertTrue(reader.get() > 0);
            }
            assertTrue(store.stats().rescuedBytes() > 0);
            assertEquals(0, store.stats().misses());
        }
    }

    private static int readUntil(AtomicBoolean done, PieceStore store) {
        int read = 0;
        while (!done.get()) {
            for (Sample sample : HOT) {
                assertEquals(sample.piece(0), store.piece(sample.id(), 0).orElseThrow());
                read++;
            }
        }
        return read;
    }

    @Test
    void theQuotaHoldsAtEveryWriteOfARescue() throws IOException {
        var disk = new WatchedDisk(new NioDisk());
        disk.count(folder);
        try (PieceStore store = PieceStore.open(options(PolicyKind.W_TINY_LFU), disk, Clock.systemUTC())) {
            fillOver(store);
            assertTrue(store.stats().rescuedBytes() > 0);
        }
        assertTrue(disk.mostBytes() <= QUOTA_BYTES, disk.mostBytes() + " bytes on disk");
        assertTrue(disk.mostBytes() > QUOTA_BYTES / 3, "hardly used: " + disk.mostBytes());
    }

    @Test
    void aRescueIsNeverMoreThanAPartSoThatEvictionEnds() throws IOException {
        try (PieceStore store = open(PolicyKind.W_TINY_LFU)) {
            // Everything is read all the time, so that everything is hot.
            for (int n = 0; n < 900; n++) {
                assertTrue(Sample.of(n, OBJECT_BYTES).into(store, Sample.SITE));
                read(store, samples(Math.max(0, n - 5), 5));
            }
            CacheStats stats = store.stats();
            assertTrue(stats.rescuedBytes() <= stats.evictedBytes() + SEGMENT_BYTES, stats.toString());
        }
    }

    @Test
    void nothingHotIsLostWhereverThePowerIsCutInARescue() throws IOException {
        int cuts = 0;
        boolean finished = false;
        for (int operation = 1; !finished; operation++) {
            var disk = new SimulatedDisk(operation);
            Path place = folder.resolve("cut-" + operation);
            Files.createDirectories(place.resolve("cache"));
            var options = new PieceStore.Options(
                    place.resolve("cache"), place.resolve("state"), QUOTA_BYTES, 0, SEGMENT_BYTES);
            finished = cutIn(options, disk, operation);
            cuts += finished ? 0 : 1;
            disk.restart();
            try (PieceStore store = PieceStore.open(options, disk, Clock.systemUTC())) {
                assertEquals(HOT.size(), kept(store, HOT), "cut at operation " + operation);
                read(store, HOT);
                assertEquals(0, store.stats().rottenPieces());
            }
        }
        assertTrue(cuts >= 5, "only " + cuts + " cuts in an eviction with its rescue");
    }

    /** Fills the cache to its brim and cuts the power at the n-th operation of what follows; true if nothing was left to cut. */
    private static boolean cutIn(PieceStore.Options options, SimulatedDisk disk, int operation) throws IOException {
        try (PieceStore store = PieceStore.open(options, disk, Clock.systemUTC())) {
            for (int n = 0; n < HOT.size(); n++) {
                HOT.get(n).into(store, Sample.SITE);
                samples(1000 + 3 * n, 3).forEach(cold -> cold.into(store, Sample.SITE));
            }
            read(store, HOT);
            read(store, HOT);
            int next = 5000;
            while (store.stats().evictedBytes() == 0 && next < 6000) {
                Sample.of(next++, OBJECT_BYTES).into(store, Sample.SITE);
            }
            read(store, HOT);
            read(store, HOT);
            long before = store.stats().rescuedBytes();
            disk.cutPowerAt(operation);
            for (int n = 0; n < 300 && store.stats().rescuedBytes() == before; n++) {
                Sample.of(next++, OBJECT_BYTES).into(store, Sample.SITE);
            }
            assertTrue(store.stats().rescuedBytes() > before, "there was no rescue");
            disk.cutPowerAt(Long.MAX_VALUE / 2);
            return true;
        } catch (SimulatedDisk.PowerCut | UncheckedIOException e) {
            return false;
        }
    }
}
