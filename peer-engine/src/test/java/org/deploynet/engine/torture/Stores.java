package org.deploynet.engine.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.NioDisk;

/** Caches as the proofs open them: small segments, so that sealing and eviction happen often. */
final class Stores {
    static final long QUOTA_BYTES = 4L << 30;
    static final long SEGMENT_BYTES = 256 * 1024;

    private Stores() {}

    static PieceStore.Options options(Path home, long quotaBytes, long segmentBytes) {
        return new PieceStore.Options(cache(home), home.resolve("state"), quotaBytes, 0, segmentBytes);
    }

    static Path cache(Path home) {
        return home.resolve("cache");
    }

    static Path segments(Path home) {
        return cache(home).resolve("segments");
    }

    static PieceStore open(PieceStore.Options options, Disk disk) throws IOException {
        return PieceStore.open(options, disk, Clock.systemUTC());
    }

    /** On the real disk, with room for everything. */
    static PieceStore open(Path home) throws IOException {
        return open(options(home, QUOTA_BYTES, SEGMENT_BYTES), new NioDisk());
    }

    /** Returns true once the index has all that the segments have. */
    static boolean awaitWhole(PieceStore store, Duration atMost) {
        try {
            return store.awaitRebuilt(atMost);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while the index catches up", e);
        }
    }
}
