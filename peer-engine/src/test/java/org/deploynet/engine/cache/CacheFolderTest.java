package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.deploynet.engine.storage.NioDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache's folder vanishes, comes back, and is not the one it was. */
class CacheFolderTest {
    @TempDir
    Path folder;

    private final List<Sample> samples =
            IntStream.range(0, 20).mapToObj(n -> Sample.of(n, 4000 + n * 100)).toList();

    private Path cache() {
        return folder.resolve("cache");
    }

    private PieceStore open(boolean newCache) throws IOException {
        var options =
                new PieceStore.Options(cache(), folder.resolve("state"), 64 << 20, 0, 64 * 1024).withNewCache(newCache);
        return PieceStore.open(options, new NioDisk(), Clock.systemUTC());
    }

    private void fill(PieceStore store) {
        samples.forEach(sample -> sample.into(store, Sample.SITE));
    }

    // Whoever looks first says so: the writer of a piece by failing, the look after the last group before one is begun.
    private static boolean refusesOne(PieceStore store, int seed) {
        try {
            return !putOne(store, seed);
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    private CacheFolderException.Kind refusal() {
        CacheFolderException refused = assertThrows(CacheFolderException.class, () -> open(false));
        assertTrue(String.valueOf(refused.getMessage()).contains(cache().toString()), refused::getMessage);
        return refused.kind();
    }

    @Test
    void stopsWritingWhenItsFolderIsMovedAwayAndGoesOnWhenItIsBack() throws Exception {
        Path away = folder.resolve("away");
        try (PieceStore store = open(false)) {
            fill(store);
            Files.move(cache(), away);
            assertTrue(refusesOne(store, 500));
            assertEquals(Optional.of(WhyNotGrowing.GONE), store.stats().servesOnly());
            assertTrue(store.begin(Sample.SITE, Sample.of(501, 5000).layer()).isEmpty());
            assertFalse(Files.exists(cache()), "the folder was made again");
            Files.move(away, cache());
            awaitGrowing(store);
            assertTrue(putOne(store, 502));
            assertAllKept(store);
        }
        try (PieceStore store = open(false)) {
            assertAllKept(store);
            assertKept(store, Sample.of(502, 5000));
        }
    }

    @Test
    void writesNothingIntoAFolderThatTookItsPlace() throws Exception {
        Path away = folder.resolve("away");
        Path other = folder.resolve("other");
        Files.createDirectories(other.resolve("segments"));
        CacheMarker.write(new NioDisk(), other, UUID.randomUUID());
        List<Path> before = filesIn(other);
        try (PieceStore store = open(false)) {
            fill(store);
            Files.move(cache(), away);
            Files.createSymbolicLink(cache(), other);
            assertTrue(refusesOne(store, 500));
            assertEquals(Optional.of(WhyNotGrowing.GONE), store.stats().servesOnly());
            samples.forEach(sample -> store.piece(sample.id(), 0));
            assertEquals(before, filesIn(other));
            Files.delete(cache());
            Files.move(away, cache());
            awaitGrowing(store);
            assertAllKept(store);
        }
    }

    @Test
    void opensACopyOfItselfThatWasPutInItsPlace() throws Exception {
        try (PieceStore store = open(false)) {
            fill(store);
        }
        Path copy = folder.resolve("copy");
        copy(cache(), copy);
        try (PieceStore store = open(false)) {
            assertTrue(putOne(store, 500));
            delete(cache());
            assertThrows(UncheckedIOException.class, () -> putOne(store, 501));
            Files.move(copy, cache());
            awaitGrowing(store);
            assertTrue(store.awaitRebuilt(Duration.ofSeconds(60)));
            assertAllKept(store);
            assertFalse(store.has(Sample.of(500, 5000).id()), "the copy was older than that");
            assertTrue(putOne(store, 500));
            assertKept(store, Sample.of(500, 5000));
        }
        try (PieceStore store = open(false)) {
            assertAllKept(store);
            assertKept(store, Sample.of(500, 5000));
        }
    }

    @Test
    void refusesToBeginAnewWhereACacheWasUnlessItIsTold() throws Exception {
        try (PieceStore store = open(false)) {
            fill(store);
        }
        delete(cache());
        assertEquals(CacheFolderException.Kind.VANISHED, refusal());
        assertFalse(Files.exists(cache()), "the folder was made again");
        Files.createDirectories(cache());
        assertEquals(CacheFolderException.Kind.VANISHED, refusal());
        try (PieceStore store = open(true)) {
            assertEquals(0, store.stats().pieces());
            fill(store);
        }
        try (PieceStore store = open(false)) {
            assertAllKept(store);
        }
    }

    @Test
    void refusesAnotherCacheUnlessItIsTold() throws Exception {
        open(false).close();
        Path first = folder.resolve("first");
        Files.move(cache(), first);
        try (PieceStore store = open(true)) {
            fill(store);
        }
        Path second = folder.resolve("second");
        Files.move(cache(), second);
        Files.createSymbolicLink(cache(), first);
        assertEquals(CacheFolderException.Kind.REPLACED, refusal());
        Files.delete(cache());
        // The same cache, wherever its owner moved it.
        Files.createSymbolicLink(cache(), second);
        try (PieceStore store = open(false)) {
            assertAllKept(store);
        }
    }

    @Test
    void aDamagedMarkerCostsNothing() throws Exception {
        try (PieceStore store = open(false)) {
            fill(store);
        }
        Path marker = CacheMarker.file(cache());
        byte[] good = Files.readAllBytes(marker);
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(marker, flipped);
            assertTrue(CacheMarker.read(new NioDisk(), cache()).isEmpty(), "bit " + bit + " was believed");
        }
        try (PieceStore store = open(false)) {
            assertAllKept(store);
        }
        Files.delete(marker);
        try (PieceStore store = open(false)) {
            assertAllKept(store);
        }
        assertArrayEquals(good, Files.readAllBytes(marker));
    }

    private static boolean putOne(PieceStore store, int seed) {
        return Sample.of(seed, 5000).into(store, Sample.SITE);
    }

    private static void awaitGrowing(PieceStore store) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> store.stats().servesOnly().isEmpty());
    }

    private void assertAllKept(PieceStore store) {
        samples.forEach(sample -> assertKept(store, sample));
    }

    private static void assertKept(PieceStore store, Sample sample) {
        assertEquals(sample.piece(0), store.piece(sample.id(), 0).orElseThrow());
    }

    private static List<Path> filesIn(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : filesIn(from)) {
            Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void delete(Path root) throws IOException {
        for (Path file :
                filesIn(root).stream().sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
        }
    }
}
