package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.engine.storage.WatchedDisk;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is lost with the index comes back from the segments, while the cache serves. */
class RebuildTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long SEGMENT_BYTES = 256 * 1024;

    @TempDir
    Path folder;

    private final WatchedDisk disk = new WatchedDisk(new NioDisk());
    private final List<Sample> samples = IntStream.range(0, 60)
            .mapToObj(n -> Sample.of(n, n % 20 == 19 ? Pieces.PIECE_BYTES + 5000 : 20_000 + n * 100))
            .toList();

    @BeforeEach
    void fill() throws IOException {
        try (PieceStore store = open()) {
            samples.forEach(sample -> sample.into(store, Sample.SITE));
            assertTrue(store.stats().segments() > 5, "only " + store.stats().segments() + " segments");
        }
    }

    private PieceStore open() throws IOException {
        var options =
                new PieceStore.Options(folder.resolve("cache"), folder.resolve("state"), 256L << 20, 0, SEGMENT_BYTES);
        return PieceStore.open(options, disk, Clock.systemUTC());
    }

    private void loseIndex() throws IOException {
        for (String name : List.of("index.db", "index.db-wal", "index.db-shm")) {
            Files.deleteIfExists(folder.resolve("cache").resolve(name));
        }
    }

    @Test
    void servesAndTakesPiecesWhileTheIndexIsBuiltAgain() throws Exception {
        Sample fresh = Sample.of(900, 7000);
        Path last = segments().getLast();
        loseIndex();
        disk.hold(last::equals);
        try (PieceStore store = open()) {
            Awaitility.await()
                    .atMost(LONG)
                    .until(() -> rebuilding(store).segmentsDone()
                            == rebuilding(store).segments() - 1);
            assertKept(store, samples.getFirst());
            Sample unread = samples.getLast();
            assertFalse(store.has(unread.id()), "nothing is announced before it is indexed");
            assertTrue(fresh.into(store, Sample.SITE));
            assertKept(store, fresh);
            assertTrue(store.stats().rebuilding().isPresent());
            disk.letGo();
            assertTrue(store.awaitRebuilt(LONG));
            assertTrue(store.stats().rebuilding().isEmpty());
            assertAllKept(store);
        }
        try (PieceStore store = open()) {
            assertTrue(store.stats().rebuilding().isEmpty(), "all was indexed by the run before");
            assertKept(store, fresh);
            assertAllKept(store);
        }
    }

    @Test
    void whatAPowerCutTookFromTheIndexIsThereWhenTheStartIsThrough() throws Exception {
        List<Sample> late =
                IntStream.range(500, 520).mapToObj(n -> Sample.of(n, 4_000)).toList();
        Path aside = Files.createDirectory(folder.resolve("aside"));
        try (PieceStore store = open()) {
            assertTrue(late.getFirst().into(store, Sample.SITE));
            copyIndex(folder.resolve("cache"), aside);
            late.forEach(sample -> sample.into(store, Sample.SITE));
        }
        loseIndex();
        copyIndex(aside, folder.resolve("cache"));
        try (PieceStore store = open()) {
            assertTrue(store.stats().rebuilding().isEmpty(), "nothing is left to the background");
            late.forEach(sample -> assertKept(store, sample));
            assertAllKept(store);
        }
    }

    private static void copyIndex(Path from, Path to) throws IOException {
        for (String name : List.of("index.db", "index.db-wal")) {
            if (Files.exists(from.resolve(name))) {
                Files.copy(from.resolve(name), to.resolve(name));
            }
        }
    }

    @Test
    void readsNoPayloadOfSealedSegments() throws Exception {
        loseIndex();
        long before = disk.readBytes();
        try (PieceStore store = open()) {
            assertTrue(store.awaitRebuilt(LONG));
            long read = disk.readBytes() - before;
            // The last segment has no key list yet; of each other one the list, and at most a window around it.
            long payload =
                    samples.stream().mapToLong(sample -> sample.bytes().length).sum();
            long segments = store.stats().segments();
            assertTrue(read < payload / 2, read + " of " + payload + " bytes were read, in " + segments + " segments");
            assertAllKept(store);
        }
    }

    @Test
    void aDamagedKeyListCostsNothingButTime() throws Exception {
        for (Path segment : segments()) {
            flipByteBeforeEnd(segment, RecordHeader.BYTES + 100);
        }
        loseIndex();
        try (PieceStore store = open()) {
            assertTrue(store.awaitRebuilt(LONG));
            // The flip may have hit the last piece of the segment that was not sealed.
            assertTrue(store.stats().pieces() >= pieces() - 1, store.stats()::toString);
            assertTrue(samples.stream().filter(sample -> store.has(sample.id())).count() >= samples.size() - 1);
        }
    }

    @Test
    void goesOnWhereARebuildWasCutShort() throws Exception {
        List<Path> segments = segments();
        loseIndex();
        for (int cut = 1; cut < segments.size(); cut++) {
            Path at = segments.get(cut);
            disk.hold(file -> file.compareTo(at) >= 0);
            try (PieceStore store = open()) {
                Awaitility.await().atMost(LONG).until(disk::isWaitedFor);
                assertTrue(store.stats().rebuilding().isPresent());
                disk.failHeld();
            }
        }
        disk.letGo();
        try (PieceStore store = open()) {
            assertTrue(store.stats().rebuilding().isPresent(), "nothing was left to be done");
            assertTrue(store.awaitRebuilt(LONG));
            assertEquals(pieces(), store.stats().pieces());
            assertAllKept(store);
        }
    }

    @Test
    void whatIsPurgedMeanwhileNeverComesBackAndIsWiped() throws Exception {
        Sample bad = samples.getLast();
        Path its = segments().stream()
                .filter(file -> contains(file, bad))
                .findFirst()
                .orElseThrow();
        loseIndex();
        disk.hold(its::equals);
        try (PieceStore store = open()) {
            Awaitility.await().atMost(LONG).until(disk::isWaitedFor);
            store.purge(new PurgeOrder("p", Sample.site(9), Sample.SITE, List.of(bad.id()), 0));
            disk.letGo();
            assertTrue(store.awaitRebuilt(LONG));
            assertFalse(store.has(bad.id()));
            assertTrue(store.piece(bad.id(), 0).isEmpty());
            for (Sample sample : samples.subList(0, samples.size() - 1)) {
                assertKept(store, sample);
            }
            for (Path segment : segments()) {
                assertFalse(contains(segment, bad), () -> "the bytes are still in " + segment);
            }
        }
    }

    @Test
    void keepsOneDamagedIndexAsideAndCountsIt() throws Exception {
        Path index = folder.resolve("cache/index.db");
        for (int round = 0; round < 3; round++) {
            Files.write(index, new byte[300_000 + round]);
            try (PieceStore store = open()) {
                assertTrue(store.awaitRebuilt(LONG));
                assertAllKept(store);
                assertTrue(store.stats().usedBytes() > 300_000 + segmentBytes());
            }
        }
        try (var files = Files.list(folder.resolve("cache"))) {
            assertEquals(
                    1,
                    files.filter(file -> file.getFileName().toString().contains("damaged"))
                            .count());
        }
    }

    /** The total is kept with each change; were it counted at the start, a wrong one would not be believed. */
    @Test
    void doesNotCountPiecesWhenItOpens() throws Exception {
        try (CacheIndex index = CacheIndex.open(folder.resolve("cache/index.db"))) {
            assertEquals(pieces(), index.pieceCount());
        }
        try (var db = java.sql.DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("cache/index.db"));
                var statement = db.createStatement()) {
            statement.execute("update total set value=123456 where name='pieces'");
        }
        try (PieceStore store = open()) {
            assertEquals(123456, store.stats().pieces());
        }
    }

    @Test
    void opensWithoutReadingAnySegment() throws Exception {
        long before = disk.readBytes();
        try (PieceStore store = open()) {
            assertTrue(store.stats().rebuilding().isEmpty());
            // The cache's marker is all that is read.
            assertTrue(disk.readBytes() - before < 512, disk.readBytes() - before + " bytes were read");
        }
    }

    private static CacheStats.Rebuilding rebuilding(PieceStore store) {
        return store.stats().rebuilding().orElseThrow();
    }

    private int pieces() {
        return samples.stream().mapToInt(Sample::pieces).sum();
    }

    private void assertAllKept(PieceStore store) {
        samples.forEach(sample -> assertKept(store, sample));
    }

    private static void assertKept(PieceStore store, Sample sample) {
        assertTrue(store.has(sample.id()), () -> "not whole: " + sample.id());
        for (int piece = 0; piece < sample.pieces(); piece++) {
            assertEquals(sample.piece(piece), store.piece(sample.id(), piece).orElseThrow());
        }
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(folder.resolve("cache/segments"))) {
            return files.sorted(Comparator.naturalOrder()).toList();
        }
    }

    private long segmentBytes() throws IOException {
        long bytes = 0;
        for (Path segment : segments()) {
            bytes += Files.size(segment);
        }
        return bytes;
    }

    private static boolean contains(Path file, Sample sample) {
        try {
            String probe = new String(Arrays.copyOf(sample.bytes(), 64), StandardCharsets.ISO_8859_1);
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(probe);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void flipByteBeforeEnd(Path file, int distance) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long at = channel.size() - distance;
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, at);
            one.put(0, (byte) (one.get(0) ^ 1)).rewind();
            channel.write(one, at);
        }
    }
}
