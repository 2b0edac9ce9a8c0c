package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ChecksInvariants.class)
class PieceStoreTest {
    private static final long SEGMENT_BYTES = 1024 * 1024;

    @TempDir
    Path folder;

    private PieceStore store;

    @BeforeEach
    void open() throws IOException {
        store = PieceStore.open(options(256), new NioDisk(), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private PieceStore.Options options(long quotaMiB) {
        return new PieceStore.Options(
                folder.resolve("cache"), folder.resolve("state"), quotaMiB << 20, 0, SEGMENT_BYTES);
    }

    private void reopen() throws IOException {
        store.close();
        open();
    }

    @Test
    void givesBackWhatWasPut() {
        Sample small = Sample.of(1, 5000);
        Sample large = Sample.of(2, 3 * Pieces.PIECE_BYTES + 17);
        assertTrue(small.into(store, Sample.SITE));
        assertTrue(large.into(store, Sample.SITE));
        assertKept(small);
        assertKept(large);
        assertEquals(5000 + large.bytes().length, store.keptBytes(Sample.SITE));
    }

    @Test
    void keepsEverythingAcrossRestarts() throws IOException {
        List<Sample> samples = IntStream.range(0, 40)
                .mapToObj(seed -> Sample.of(seed, 1 + seed * 20_000))
                .toList();
        for (Sample sample : samples) {
            sample.into(store, Sample.SITE);
            if (sample.bytes().length % 7 == 0) {
                reopen();
            }
        }
        reopen();
        samples.forEach(this::assertKept);
    }

    @Test
    void refusesBytesThatAreNotThePiece() {
        Sample sample = Sample.of(1, 2 * Pieces.PIECE_BYTES);
        try (Ingest ingest = store.begin(Sample.SITE, sample.layer()).orElseThrow()) {
            ByteBuffer wrong = ByteBuffer.wrap(sample.bytes(), 0, Pieces.PIECE_BYTES);
            assertFalse(ingest.put(1, wrong));
            assertFalse(ingest.put(0, wrong.slice(0, 100)));
            assertTrue(ingest.put(0, wrong));
            assertEquals(BitSet.valueOf(new long[] {2}), ingest.missing());
        }
        assertFalse(store.has(sample.id()));
        assertTrue(store.piece(sample.id(), 1).isEmpty());
        assertTrue(store.piece(sample.id(), 0).isPresent());
        assertEquals(1, store.stats().misses());
    }

    @Test
    void takesPiecesFromManyThreadsAtOnce() throws Exception {
        List<Sample> samples = IntStream.range(0, 300)
                .mapToObj(seed -> Sample.of(seed, 8192 + seed * 1000))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> done = threads.invokeAll(samples.stream()
                    .<Callable<Boolean>>map(sample -> () -> sample.into(store, Sample.SITE))
                    .toList());
            for (Future<Boolean> each : done) {
                assertTrue(each.get());
            }
        }
        samples.forEach(this::assertKept);
        reopen();
        samples.forEach(this::assertKept);
    }

    @Test
    void samePieceFromTwoIngestsIsStoredOnce() throws Exception {
        Sample sample = Sample.of(1, 8192);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : threads.invokeAll(
                    java.util.Collections.<Callable<Boolean>>nCopies(50, () -> sample.into(store, Sample.SITE)))) {
                assertTrue(each.get());
            }
        }
        assertEquals(1, store.stats().pieces());
        assertTrue(store.stats().storedBytes() < 2 * 8192);
    }

    @Test
    void evictsTheLongestUnreadUnderItsQuota() throws IOException {
        store.close();
        store = PieceStore.open(options(24), new NioDisk(), Clock.systemUTC());
        for (int seed = 0; seed < 200; seed++) {
            assertTrue(Sample.of(seed, Pieces.PIECE_BYTES).into(store, Sample.SITE), "no room for " + seed);
            assertTrue(bytesOnDisk() <= 24 << 20, "quota crossed at " + seed);
        }
        assertTrue(store.stats().evictedBytes() > 0);
        assertFalse(store.has(Sample.of(0, Pieces.PIECE_BYTES).id()));
        assertKept(Sample.of(199, Pieces.PIECE_BYTES));
    }

    @Test
    void refusesWhatCanNeverFit() throws IOException {
        store.close();
        store = PieceStore.open(options(16), new NioDisk(), Clock.systemUTC());
        assertTrue(store.begin(Sample.SITE, Sample.of(1, 20 << 20).layer()).isEmpty());
    }

    @Test
    void purgedObjectsAreGoneAndRefusedForEverAlsoWithANewIndex() throws Exception {
        Sample bad = Sample.of(1, 300_000);
        Sample good = Sample.of(2, 300_000);
        bad.into(store, Sample.SITE);
        good.into(store, Sample.SITE);
        store.purge(order(List.of(bad.id())));
        assertPurged(bad);
        assertKept(good);
        assertFalse(anySegmentContains(bad), "the bytes are still on disk");
        store.close();
        Files.delete(folder.resolve("cache/index.db"));
        open();
        assertTrue(store.awaitRebuilt(Duration.ofSeconds(60)));
        assertPurged(bad);
        assertKept(good);
        store.purge(order(List.of()));
        assertPurged(good);
    }

    @Test
    void releasedSiteGivesUpOnlyWhatNobodyElseHolds() throws IOException {
        Sample shared = Sample.of(1, 300_000);
        Sample own = Sample.of(2, 8000);
        shared.into(store, Sample.site(1));
        own.into(store, Sample.site(1));
        shared.into(store, Sample.site(2));
        store.release(Sample.site(1));
        assertFalse(store.has(own.id()));
        assertKept(shared);
        assertEquals(0, store.keptBytes(Sample.site(1)));
        reopen();
        assertKept(shared);
        store.retain(Sample.site(2), Set.of(shared.id()));
        assertKept(shared);
        store.retain(Sample.site(2), Set.of());
        assertFalse(store.has(shared.id()));
        assertEquals(0, store.stats().pieces());
    }

    @Test
    void twoSitesThatFetchTheSameAtTheSameTimeBothHoldIt() throws IOException {
        Sample shared = Sample.of(1, 300_000);
        try (Ingest one = store.begin(Sample.site(1), shared.layer()).orElseThrow();
                Ingest two = store.begin(Sample.site(2), shared.layer()).orElseThrow()) {
            for (int piece = 0; piece < shared.pieces(); piece++) {
                assertTrue(one.put(piece, shared.piece(piece)));
                assertTrue(two.put(piece, shared.piece(piece)));
            }
        }
        assertEquals(300_000, store.keptBytes(Sample.site(2)));
        store.release(Sample.site(1));
        assertKept(shared);
        reopen();
        assertKept(shared);
    }

    @Test
    void rememberesSequencesAndCounters() throws IOException {
        store.raiseSequence(Sample.SITE, 41);
        store.raiseSequence(Sample.SITE, 7);
        store.state().addAll(java.util.Map.of("sent/2026-11-21", 5L, "sent", 5L));
        store.state().addAll(java.util.Map.of("sent", 6L));
        reopen();
        assertEquals(41, store.highestSequence(Sample.SITE));
        assertEquals(11, store.state().counter("sent"));
        assertEquals(java.util.Map.of("sent/2026-11-21", 5L), store.state().counters("sent/"));
    }

    private static PurgeOrder order(List<ObjectId> objects) {
        return new PurgeOrder("p" + objects.size(), Sample.site(9), Sample.SITE, objects, 0);
    }

    private void assertPurged(Sample sample) {
        assertFalse(store.has(sample.id()));
        assertTrue(store.piece(sample.id(), 0).isEmpty());
        assertTrue(store.isPurged(Sample.SITE, sample.id()));
        assertTrue(store.begin(Sample.SITE, sample.layer()).isEmpty());
    }

    private void assertKept(Sample sample) {
        assertTrue(store.has(sample.id()), () -> "not whole: " + sample.id());
        assertEquals(
                sample.bytes().length, store.layer(sample.id()).orElseThrow().objectBytes());
        for (int piece = 0; piece < sample.pieces(); piece++) {
            assertEquals(sample.piece(piece), store.piece(sample.id(), piece).orElseThrow());
        }
    }

    private boolean anySegmentContains(Sample sample) throws IOException {
        byte[] probe = java.util.Arrays.copyOf(sample.bytes(), 64);
        try (var files = Files.list(folder.resolve("cache/segments"))) {
            for (Path file : files.toList()) {
                String text = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
                if (text.contains(new String(probe, java.nio.charset.StandardCharsets.ISO_8859_1))) {
                    return true;
                }
            }
        }
        return false;
    }

    private long bytesOnDisk() throws IOException {
        long bytes = 0;
        var disk = new NioDisk();
        for (String each : List.of("cache", "cache/segments", "state")) {
            bytes += disk.list(folder.resolve(each)).stream()
                    .mapToLong(entry -> entry.bytes())
                    .sum();
        }
        return bytes;
    }
}
