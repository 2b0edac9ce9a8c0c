package org.deploynet.engine.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteRulesTest {
    private static final long QUOTA_BYTES = 18L << 20;
    private static final int OBJECT_BYTES = 20_000;
    private static final KeyId PINNED = Sample.site(1);
    private static final KeyId OTHER = Sample.site(2);

    @TempDir
    Path folder;

    private PieceStore store;

    @BeforeEach
    void open() throws IOException {
        store = PieceStore.open(
                new PieceStore.Options(folder.resolve("cache"), folder.resolve("state"), QUOTA_BYTES, 0, 256 * 1024),
                new NioDisk(),
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static List<Sample> samples(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(seed -> Sample.of(seed, OBJECT_BYTES))
                .toList();
    }

    private long kept(List<Sample> samples) {
        return samples.stream().filter(sample -> store.has(sample.id())).count();
    }

    @Test
    void aPinnedSiteStaysWhateverElseComes() {
        List<Sample> pinned = samples(0, 60);
        store.pin(PINNED, true);
        for (int n = 0; n < pinned.size(); n++) {
            pinned.get(n).into(store, PINNED);
            samples(1000 + 2 * n, 2).forEach(other -> other.into(store, OTHER));
        }
        samples(5000, 700).forEach(other -> assertTrue(other.into(store, OTHER)));
        assertEquals(pinned.size(), kept(pinned));
        assertTrue(store.stats().evictedBytes() > 5_000_000);
        store.purge(new PurgeOrder("o", OTHER, PINNED, List.of(pinned.getFirst().id()), 1));
        assertFalse(store.has(pinned.getFirst().id()));
    }

    @Test
    void aCacheFullOfPinnedSitesRefusesAndLosesNothing() {
        store.pin(PINNED, true);
        List<Sample> pinned = samples(0, 1200);
        int taken = 0;
        while (taken < pinned.size() && pinned.get(taken).into(store, PINNED)) {
            taken++;
        }
        assertTrue(taken < pinned.size());
        assertFalse(Sample.of(9999, OBJECT_BYTES).into(store, OTHER));
        assertEquals(taken, kept(pinned));
        store.pin(PINNED, false);
        assertTrue(Sample.of(9999, OBJECT_BYTES).into(store, OTHER));
    }

    @Test
    void aSiteKeepsWithinItsShareAndGivesUpItsOwn() {
        store.capShare(OTHER, OptionalInt.of(10));
        List<Sample> others = samples(2000, 50);
        samples(0, 50).forEach(mine -> mine.into(store, PINNED));
        for (Sample other : samples(1000, 150)) {
            other.into(store, OTHER);
            assertTrue(store.keptBytes(OTHER) <= QUOTA_BYTES / 10, store.keptBytes(OTHER) + " bytes");
        }
        others.forEach(other -> assertTrue(other.into(store, OTHER)));
        assertEquals(others.size(), kept(others));
        assertEquals(50, kept(samples(0, 50)));
        store.capShare(OTHER, OptionalInt.empty());
        samples(4000, 100).forEach(other -> assertTrue(other.into(store, OTHER)));
        assertTrue(store.keptBytes(OTHER) > QUOTA_BYTES / 10);
    }

    @Test
    void whatIsReadOfASiteStaysWhenItHasItsShare() {
        store.capShare(OTHER, OptionalInt.of(10));
        List<Sample> read = samples(1000, 60);
        for (Sample sample : read) {
            assertTrue(sample.into(store, OTHER));
            store.piece(sample.id(), 0);
        }
        samples(3000, 40).forEach(sample -> sample.into(store, OTHER));
        assertEquals(read.size(), kept(read));
        assertTrue(store.begin(OTHER, Sample.of(7, (int) (QUOTA_BYTES / 9)).layer())
                .isEmpty());
    }

    @Test
    void rulesOutliveARestart() throws IOException {
        store.pin(PINNED, true);
        store.pin(OTHER, true);
        store.pin(OTHER, false);
        store.capShare(OTHER, OptionalInt.of(25));
        close();
        open();
        assertEquals(Set.of(PINNED), store.pinned());
        assertEquals(Map.of(OTHER, 25), store.shares());
        assertThrows(IllegalArgumentException.class, () -> store.capShare(OTHER, OptionalInt.of(0)));
    }
}
