package org.deploynet.engine.fill;

import java.util.List;
import java.util.Map;
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
    /**
     * What the network asked this super-peer to keep of a site; {@code price} in microcredits per 10^9 bytes.
     *
     * @param others how many other super-peers keep a bucket whole, where the network said so
     */
    public record Assignment(
            KeyId site, String origin, long sequence, List<Integer> buckets, long price, Map<Integer, Integer> others) {
        /** More than any known number: an unknown bucket is no reason to let a rare one wait. */
        static final int UNKNOWN = Integer.MAX_VALUE;

        public Assignment {
            buckets = List.copyOf(buckets);
            others = Map.copyOf(others);
        }

        int others(int bucket) {
            return others.getOrDefault(bucket, UNKNOWN);
        }

        /** Whether this differs from {@code earlier} in nothing but what others keep. */
        boolean asksTheSameAs(Assignment earlier) {
            return equals(new Assignment(
                    earlier.site, earlier.origin, earlier.sequence, earlier.buckets, earlier.price, others));
        }
    }
}
