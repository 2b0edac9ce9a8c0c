package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.engine.storage.SimulatedDisk.Operation;
import org.deploynet.engine.storage.WatchedDisk;
import org.deploynet.protocol.content.Pieces;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ChecksInvariants.class)
class DiskFaultsTest {
    private static final Logger QUIET = Logger.getLogger("org.deploynet.engine");

    @TempDir
    Path folder;

    private final SimulatedDisk disk = new SimulatedDisk(1);
    private final List<Sample> samples =
            IntStream.range(0, 60).mapToObj(n -> Sample.of(n, 4000 + n * 100)).toList();

    @BeforeAll
    static void quiet() {
        QUIET.setLevel(Level.OFF);
    }

    @AfterAll
    static void loud() {
        QUIET.setLevel(null);
    }

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(folder.resolve("cache"));
    }

    private PieceStore open(Disk on, long quotaMiB, long floorBytes) throws IOException {
        var options = new PieceStore.Options(
                folder.resolve("cache"), folder.resolve("state"), quotaMiB << 20, floorBytes, 64 * 1024);
        return PieceStore.open(options, on, Clock.systemUTC());
    }

    private static void assertKept(PieceStore store, Sample sample) {
        assertTrue(store.has(sample.id()));
        assertEquals(sample.piece(0), store.piece(sample.id(), 0).orElseThrow());
    }

    @Test
    void goesOnInANewSegmentWhenForceFails() throws IOException {
        try (PieceStore store = open(disk, 64, 0)) {
            samples.get(0).into(store, Sample.SITE);
            disk.fail(Operation.FORCE, 1);
            assertTrue(samples.get(1).into(store, Sample.SITE));
            assertEquals(1, store.stats().poisonedSegments());
            assertEquals(2, store.stats().segments());
        }
        disk.restart();
        try (PieceStore store = open(disk, 64, 0)) {
            assertKept(store, samples.get(0));
            assertKept(store, samples.get(1));
        }
    }

    @Test
    void servesWhileTheDiskIsFullAndTakesPiecesAgainByItself() throws IOException {
        try (PieceStore store = open(disk, 64, 0)) {
            samples.get(0).into(store, Sample.SITE);
            disk.fail(Operation.APPEND, Integer.MAX_VALUE);
            assertThrows(UncheckedIOException.class, () -> samples.get(1).into(store, Sample.SITE));
            assertFalse(store.stats().accepting());
            assertFalse(store.has(samples.get(1).id()));
            assertKept(store, samples.get(0));
            disk.fail(Operation.APPEND, 0);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> store.stats().accepting());
            assertTrue(samples.get(1).into(store, Sample.SITE));
        }
        disk.restart();
        try (PieceStore store = open(disk, 64, 0)) {
            assertKept(store, samples.get(0));
            assertKept(store, samples.get(1));
        }
    }

    @Test
    void neverGivesARottenByteAndTakesThePieceAgain() throws IOException {
        try (PieceStore store = open(disk, 64, 0)) {
            for (Sample sample : samples) {
                sample.into(store, Sample.SITE);
            }
            var random = new Random(3);
            for (Disk.Entry entry : disk.list(folder.resolve("cache/segments"))) {
                disk.flip(folder.resolve("cache/segments").resolve(entry.name()), random.nextLong(entry.bytes() * 8));
            }
            long rotten = 0;
            for (Sample sample : samples) {
                var piece = store.piece(sample.id(), 0);
                rotten += piece.isEmpty() ? 1 : 0;
                piece.ifPresent(bytes -> assertEquals(sample.piece(0), bytes));
            }
            assertTrue(rotten > 0, "no flip hit a payload");
            assertEquals(rotten, store.stats().rottenPieces());
            for (Sample sample : samples) {
                assertTrue(sample.into(store, Sample.SITE));
                assertKept(store, sample);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "No space left on device,FULL",
        "Disk quota exceeded,FULL",
        "Read-only file system,READ_ONLY",
        "Input/output error,FAILING"
    })
    void saysWhyItServesOnlyAndGrowsAgainByItself(String words, WhyNotGrowing why) throws Exception {
        var watched = new WatchedDisk(new NioDisk());
        try (PieceStore store = open(watched, 64, 0)) {
            samples.get(0).into(store, Sample.SITE);
            assertTrue(store.stats().servesOnly().isEmpty());
            watched.refuseWrites(words);
            assertThrows(UncheckedIOException.class, () -> samples.get(1).into(store, Sample.SITE));
            assertEquals(Optional.of(why), store.stats().servesOnly());
            assertKept(store, samples.get(0));
            watched.takeWrites();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> store.stats().servesOnly().isEmpty());
            assertTrue(samples.get(1).into(store, Sample.SITE));
            assertKept(store, samples.get(1));
        }
    }

    @Test
    void saysThatTheDiskIsFullWhileLessThanTheFloorIsLeft() throws Exception {
        disk.free(50_000_000);
        try (PieceStore store = open(disk, 1000, 40_000_000)) {
            samples.get(0).into(store, Sample.SITE);
            disk.free(39_000_000);
            store.setBounds(1000L << 20, 40_000_000);
            assertEquals(Optional.of(WhyNotGrowing.FULL), store.stats().servesOnly());
            store.setBounds(1000L << 20, 30_000_000);
            assertTrue(store.stats().servesOnly().isEmpty());
        }
    }

    @Test
    void aDiskThatFailsToReadForAWhileLosesNothing() throws Exception {
        try (PieceStore store = open(disk, 64, 0)) {
            samples.forEach(sample -> sample.into(store, Sample.SITE));
            disk.fail(Operation.READ, samples.size());
            for (Sample sample : samples) {
                assertTrue(store.piece(sample.id(), 0).isEmpty());
            }
            samples.forEach(sample -> assertKept(store, sample));
            assertEquals(0, store.stats().rottenPieces());
        }
    }

    @Test
    void withoutAFreeFileDescriptorNothingIsLostAndAllComesBackByItself() throws Exception {
        var watched = new WatchedDisk(new NioDisk());
        try (PieceStore store = open(watched, 64, 0)) {
            samples.forEach(sample -> sample.into(store, Sample.SITE));
        }
        try (PieceStore store = open(watched, 64, 0)) {
            watched.withoutDescriptors(true);
            int missed = 0;
            for (Sample sample : samples) {
                missed += store.piece(sample.id(), 0).isEmpty() ? 1 : 0;
            }
            assertTrue(missed > 0, "every segment was open");
            Sample large = Sample.of(99, 300_000);
            assertThrows(UncheckedIOException.class, () -> large.into(store, Sample.SITE));
            assertEquals(Optional.of(WhyNotGrowing.FAILING), store.stats().servesOnly());
            watched.withoutDescriptors(false);
            samples.forEach(sample -> assertKept(store, sample));
            assertEquals(0, store.stats().rottenPieces());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> store.stats().servesOnly().isEmpty());
            assertTrue(large.into(store, Sample.SITE));
            assertKept(store, large);
        }
    }

    @Test
    void lowerBoundsEvictAtOnceAndHigherOnesLetItGrow() throws Exception {
        try (PieceStore store = open(new NioDisk(), 64, 0)) {
            for (int n = 0; n < 200; n++) {
                assertTrue(Sample.of(n, 60_000).into(store, Sample.SITE));
            }
            store.setBounds(14 << 20, 0);
            assertTrue(
                    store.stats().usedBytes() <= 14 << 20, () -> store.stats().toString());
            assertTrue(bytesOnDisk() <= 14 << 20);
            assertTrue(store.stats().evictedBytes() > 0);
            assertTrue(
                    store.begin(Sample.SITE, Sample.of(7000, 10 << 20).layer()).isEmpty());
            store.setBounds(64 << 20, 0);
            assertTrue(Sample.of(7000, 10 << 20).into(store, Sample.SITE));
        }
    }

    @Test
    void leavesTheFloorFree() throws IOException {
        disk.free(50_000_000);
        try (PieceStore store = open(disk, 1000, 49_900_000 - Room.HEADROOM_BYTES)) {
            assertTrue(samples.get(0).into(store, Sample.SITE));
            assertTrue(store.begin(Sample.SITE, Sample.of(99, 120_000).layer()).isEmpty());
            disk.free(40_000_000);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() ->
                            store.begin(Sample.SITE, samples.get(1).layer()).isEmpty());
            assertKept(store, samples.get(0));
        }
    }

    @Test
    void buildsTheIndexAgainWhateverHappenedToIt() throws Exception {
        Path index = folder.resolve("cache/index.db");
        var random = new Random(5);
        var real = new NioDisk();
        try (PieceStore store = open(real, 64, 0)) {
            for (Sample sample : samples) {
                sample.into(store, Sample.SITE);
            }
        }
        byte[] good = Files.readAllBytes(index);
        for (int round = 0; round < 12; round++) {
            damage(index, good, round, random);
            try (PieceStore store = open(real, 64, 0)) {
                assertTrue(store.awaitRebuilt(Duration.ofSeconds(60)));
                for (Sample sample : samples) {
                    store.piece(sample.id(), 0).ifPresent(bytes -> assertEquals(sample.piece(0), bytes));
                    assertTrue(sample.into(store, Sample.SITE));
                    assertKept(store, sample);
                }
            }
        }
    }

    @Test
    void aRottenLayerCostsItsObjectOnlyAlsoInRecovery() throws Exception {
        Path index = folder.resolve("cache/index.db");
        Sample large = Sample.of(500, 2 * Pieces.PIECE_BYTES);
        try (PieceStore store = open(disk, 64, 0)) {
            samples.get(0).into(store, Sample.SITE);
            try (Ingest ingest = store.begin(Sample.SITE, large.layer()).orElseThrow()) {
                assertTrue(ingest.put(0, large.piece(0)));
            }
        }
        byte[] behind = Files.readAllBytes(index);
        try (PieceStore store = open(disk, 64, 0)) {
            large.into(store, Sample.SITE);
            samples.get(1).into(store, Sample.SITE);
        }
        Files.write(index, behind);
        for (Disk.Entry entry : disk.list(folder.resolve("cache/segments"))) {
            flipLayer(folder.resolve("cache/segments"), entry, large);
        }
        try (PieceStore store = open(disk, 64, 0)) {
            assertTrue(store.awaitRebuilt(Duration.ofSeconds(60)));
            assertKept(store, samples.get(0));
            assertKept(store, samples.get(1));
            assertTrue(store.piece(large.id(), 0).isEmpty());
            Awaitility.await().until(() -> store.layer(large.id()).isEmpty());
            assertTrue(large.into(store, Sample.SITE));
            assertKept(store, large);
        }
    }

    private void flipLayer(Path segments, Disk.Entry entry, Sample of) throws IOException {
        SegmentFile segment = SegmentFile.named(disk, segments, entry).orElseThrow();
        assertTrue(segment.acquire());
        var keys = new ArrayList<SegmentKey>();
        new SegmentScan(segment, header -> Optional.empty(), keys::add).from(0);
        for (SegmentKey key : keys) {
            if (key.kind() == RecordHeader.Kind.LAYER && key.id().equals(of.id())) {
                disk.flip(segments.resolve(entry.name()), key.offset() * 8 + 3);
            }
        }
        segment.release();
    }

    @Test
    void buildsTheIndexAgainWhenItBreaksWhileItIsOpen() throws IOException {
        Path index = folder.resolve("cache/index.db");
        try (PieceStore store = open(new NioDisk(), 64, 0)) {
            for (int n = 0; n < 100; n++) {
                Sample.of(n, 4000 + n * 10).into(store, Sample.SITE);
            }
            scramble(index);
            scramble(folder.resolve("cache/index.db-wal"));
            try {
                Sample.of(701, 5000).into(store, Sample.SITE);
            } catch (UncheckedIOException e) {
                assertFalse(store.has(Sample.of(701, 5000).id()));
            }
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                store.piece(Sample.of(0, 4000).id(), 0);
                return Files.exists(folder.resolve("cache/index.db.damaged"));
            });
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> store.stats().pieces() >= 100);
            for (int n = 0; n < 100; n++) {
                assertKept(store, Sample.of(n, 4000 + n * 10));
            }
            assertTrue(Sample.of(702, 5000).into(store, Sample.SITE));
        }
    }

    // In place: the file that is open is the one that breaks.
    private static void scramble(Path file) throws IOException {
        ByteBuffer noise = ByteBuffer.allocate((int) Files.size(file));
        new Random(1).nextBytes(noise.array());
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(noise, 0);
        }
    }

    private static void damage(Path index, byte[] good, int round, Random random) throws IOException {
        byte[] damaged = good.clone();
        switch (round % 4) {
            case 0 -> Files.delete(index);
            case 1 -> Files.write(index, new byte[0]);
            case 2 -> Files.write(index, java.util.Arrays.copyOf(damaged, random.nextInt(damaged.length)));
            default -> {
                for (int i = 0; i < 50; i++) {
                    damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
                }
                Files.write(index, damaged);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void neverCrossesQuotaOrFloorUnderParallelIngest(boolean floorIsTight) throws Exception {
        long quota = 24 << 20;
        long capacity = 64 << 20;
        long floor = capacity - quota;
        var disk = new WatchedDisk(new NioDisk());
        disk.shrink(capacity, folder);
        var most = new AtomicLong();
        var done = new AtomicBoolean();
        // What an engine has beside its cache counts too.
        Files.createDirectories(folder.resolve("state/native"));
        Files.createDirectories(folder.resolve("cache/manifests"));
        Files.write(folder.resolve("state/native/library"), new byte[9 << 20]);
        Files.write(folder.resolve("cache/manifests/site"), new byte[1 << 20]);
        // Once the quota is the tighter bound, once the floor.
        try (PieceStore store = open(disk, floorIsTight ? 1000 : 24, floorIsTight ? floor : 0);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> sampling = threads.submit(() -> {
                while (!done.get()) {
                    most.accumulateAndGet(bytesOnDisk(), Math::max);
                    java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
                }
                return most;
            });
            var fills = new ArrayList<Future<Integer>>();
            for (int n = 0; n < 64; n++) {
                int fill = n;
                fills.add(threads.submit(() -> fill(store, fill)));
            }
            int stored = 0;
            for (var each : fills) {
                stored += each.get();
            }
            done.set(true);
            sampling.get();
            assertTrue(stored > 200, "only " + stored + " were stored");
            assertTrue(store.stats().evictedBytes() > 0);
        }
        assertTrue(most.get() <= quota, most + " bytes on disk, quota " + quota);
        assertTrue(most.get() > quota / 2, "the quota was hardly used: " + most);
    }

    private static int fill(PieceStore store, int fill) {
        int stored = 0;
        for (int n = 0; n < 8; n++) {
            Sample sample = Sample.of(1000 + fill * 8 + n, 20_000 + 5000 * n);
            try {
                stored += sample.into(store, Sample.site(1 + fill % 3)) ? 1 : 0;
            } catch (UncheckedIOException e) {
                assertTrue(String.valueOf(e.getMessage()).contains("no room for a piece"), e::toString);
            }
        }
        return stored;
    }

    /**
     * What lay on the disk at one instant, at least. A walk that counts a file which then goes, and after it the one that took
     * its room, has seen more than there ever was: it counts for nothing.
     */
    private long bytesOnDisk() throws IOException {
        Map<Path, Long> seen = lengths();
        Map<Path, Long> after = lengths();
        boolean onlyGrew =
                seen.entrySet().stream().allMatch(file -> after.getOrDefault(file.getKey(), -1L) >= file.getValue());
        return onlyGrew ? seen.values().stream().mapToLong(Long::longValue).sum() : 0;
    }

    private Map<Path, Long> lengths() throws IOException {
        var lengths = new HashMap<Path, Long>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                lengths.put(file, attributes.size());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
                return FileVisitResult.CONTINUE;
            }
        });
        return lengths;
    }

    @Test
    void readersNeverSeeAnEvictionButAsAMiss() throws Exception {
        var done = new AtomicBoolean();
        try (PieceStore store = open(new NioDisk(), 16, 0);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var readers = new ArrayList<Future<Integer>>();
            for (int n = 0; n < 8; n++) {
                int seed = n;
                readers.add(threads.submit(() -> readUntil(done, store, seed)));
            }
            try {
                for (int n = 0; n < 300; n++) {
                    assertTrue(Sample.of(n % 150, 60_000).into(store, Sample.SITE));
                }
            } finally {
                done.set(true);
            }
            int read = 0;
            for (var reader : readers) {
                read += reader.get();
            }
            assertTrue(read > 0);
            assertEquals(0, store.stats().rottenPieces());
            assertTrue(store.stats().evictedBytes() > 0);
        }
    }

    private static int readUntil(AtomicBoolean done, PieceStore store, int seed) {
        var random = new Random(seed);
        int read = 0;
        var expected =
                IntStream.range(0, 200).mapToObj(n -> Sample.of(n, 60_000)).toList();
        while (!done.get()) {
            Sample sample = expected.get(random.nextInt(expected.size()));
            var bytes = store.piece(sample.id(), 0);
            if (bytes.isPresent()) {
                read++;
                assertEquals(ByteBuffer.wrap(sample.bytes()), bytes.get());
            }
        }
        return read;
    }
}
