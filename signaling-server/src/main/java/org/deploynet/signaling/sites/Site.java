package org.deploynet.signaling.sites;

import java.time.Instant;
import org.deploynet.protocol.content.SignedManifest;
import org.deploynet.protocol.key.KeyId;

/**
 * A site as its newest checked manifest describes it: {@code bytes} is the sum of its files, {@code expires} when that
 * manifest stops counting. Immutable.
 */
public record Site(KeyId id, String origin, long sequence, int bucketBits, long bytes, Instant expires) {
    public boolean isExpired(Instant now) {
        return now.isAfter(expires.plus(SignedManifest.CLOCK_DIFFERENCE));
    }

    public int buckets() {
        return 1 << bucketBits;
    }

    public long bytesPerBucket() {
        return Math.ceilDiv(bytes, buckets());
    }
}
