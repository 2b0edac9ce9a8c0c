package org.deploynet.signaling.limits;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A token bucket for each prefix and one for all of them, in bounded memory: the prefix that was quiet the longest is
 * forgotten first. Safe from any thread.
 */
public final class PrefixBuckets {
    private final Rate each;
    private final TokenBucket all;
    private final LongSupplier nanoTime;
    private final Map<ByteBuffer, TokenBucket> buckets;

    /** So many a second, and so many at once. */
    public record Rate(double perSecond, double burst) {}

    public PrefixBuckets(Rate each, Rate all, int maxPrefixes, LongSupplier nanoTime) {
        this.each = each;
        this.all = new TokenBucket(all.perSecond(), all.burst(), nanoTime);
        this.nanoTime = nanoTime;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, TokenBucket> eldest) {
                return size() > maxPrefixes;
            }
        };
    }

    /** Whether {@code address} may have one more now. */
    public synchronized boolean take(InetAddress address) {
        return buckets.computeIfAbsent(
                                ByteBuffer.wrap(Prefixes.prefix(address)),
                                _ -> new TokenBucket(each.perSecond(), each.burst(), nanoTime))
                        .take()
                && all.take();
    }

    synchronized int prefixes() {
        return buckets.size();
    }
}
