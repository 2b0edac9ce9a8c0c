package org.deploynet.signaling.api;

import java.util.Map;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.signaling.Reachability;

/**
 * What receipts brought in on one day (UTC): {@code day} since 1970, bytes that visitors signed for by class of super-peer, and what
 * the site paid for them in microcredits, fees included.
 */
public record SiteDay(long day, Map<Reachability, Long> bytes, long spent) {
    public SiteDay {
        Check.range("day", day, 0, Integer.MAX_VALUE);
        bytes = Map.copyOf(bytes);
        Check.range("spent", spent, 0, Long.MAX_VALUE);
    }

    public long allBytes() {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
}
