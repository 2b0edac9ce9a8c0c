package org.deploynet.signaling.reputation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deploynet.signaling.reputation.PrefixHashes.Hashed;

/**
 * Who said within a day that one super-peer sent wrong pieces, each prefix once. A report can be a lie, so only several prefixes of more
 * than one region together are believed, and the more of them the more prefixes it served well (docs/decisions/0024). In bounded memory
 * alone; not safe for several threads.
 */
final class Reporters {
    static final Duration COUNT_FOR = Duration.ofHours(24);
    /** That many prefixes at least have to say it. */
    static final int ENOUGH = 3;

    static final int ENOUGH_REGIONS = 2;
    /** And that part of those that it served well on the same day. */
    static final double SHARE = 0.02;
    /** More than the share of all that can be counted, see {@link DistinctPrefixes}. */
    private static final int MOST = 1_024;

    private record Report(long region, long atMillis) {}

    private final Map<Long, Report> byPrefix = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Report> eldest) {
            return size() > MOST;
        }
    };

    /** Whether it is the first of that prefix within a day. */
    boolean add(Hashed visitor, long nowMillis) {
        forget(nowMillis);
        return byPrefix.putIfAbsent(visitor.prefix(), new Report(visitor.region(), nowMillis)) == null;
    }

    boolean has(long prefix, long nowMillis) {
        Report report = byPrefix.get(prefix);
        return report != null && !isOver(report, nowMillis);
    }

    /** @param served how many prefixes it served well, as far as is known */
    boolean areBelieved(int served, long nowMillis) {
        forget(nowMillis);
        long regions =
                byPrefix.values().stream().mapToLong(Report::region).distinct().count();
        return byPrefix.size() >= Math.max(ENOUGH, Math.ceil(SHARE * served)) && regions >= ENOUGH_REGIONS;
    }

    void clear() {
        byPrefix.clear();
    }

    private void forget(long nowMillis) {
        byPrefix.values().removeIf(report -> isOver(report, nowMillis));
    }

    private static boolean isOver(Report report, long nowMillis) {
        return nowMillis - report.atMillis() >= COUNT_FOR.toMillis();
    }
}
