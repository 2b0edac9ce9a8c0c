package org.deploynet.signaling.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.deploynet.signaling.limits.PrefixBuckets.Rate;
import org.junit.jupiter.api.Test;

class PrefixBucketsTest {
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void eachPrefixHasItsOwnAndNeighboursShareOne() {
        var buckets = new PrefixBuckets(new Rate(1, 1), new Rate(100, 100), 10, nanos::get);
        assertTrue(buckets.take(address("198.51.100.1")));
        assertFalse(buckets.take(address("198.51.100.200")));
        assertTrue(buckets.take(address("198.51.101.1")));
        assertTrue(buckets.take(address("2001:db8:0:1::1")));
        assertFalse(buckets.take(address("2001:db8:0:ff::1")));
        nanos.addAndGet(1_000_000_000L);
        assertTrue(buckets.take(address("198.51.100.200")));
    }

    @Test
    void allTogetherAreLimitedToo() {
        var buckets = new PrefixBuckets(new Rate(1, 1), new Rate(1, 2), 10, nanos::get);
        assertTrue(buckets.take(address("198.51.100.1")));
        assertTrue(buckets.take(address("198.51.101.1")));
        assertFalse(buckets.take(address("198.51.102.1")));
    }

    @Test
    void forgetsWhoWasQuietTheLongest() {
        var buckets = new PrefixBuckets(new Rate(1, 1), new Rate(1_000, 1_000), 2, nanos::get);
        for (int i = 0; i < 100; i++) {
            assertTrue(buckets.take(address("10.0." + i + ".1")));
        }
        assertEquals(2, buckets.prefixes());
        assertFalse(buckets.take(address("10.0.99.1")), "the latest is still known");
    }

    private static InetAddress address(String number) {
        return InetAddress.ofLiteral(number);
    }
}
