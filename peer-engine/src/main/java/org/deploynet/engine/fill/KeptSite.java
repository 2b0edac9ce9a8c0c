package org.deploynet.engine.fill;

import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.key.KeyId;

/**
 * A site kept here, at one instant. {@code wantedBytes} is what the assigned part of its manifest has; {@code whole} when
 * nothing of that is missing. {@code problem} is safe to show. Immutable.
 */
public record KeptSite(
        KeyId site,
        String origin,
        long sequence,
        int files,
        long keptBytes,
        long wantedBytes,
        long price,
        boolean whole,
        Optional<String> problem) {
    /** What the network asked this super-peer to keep of a site; {@code price} in microcredits per 10^9 bytes. */
    public record Assignment(KeyId site, String origin, long sequence, List<Integer> buckets, long price) {
        public Assignment {
            buckets = List.copyOf(buckets);
        }
    }
}
