package org.deploynet.benchmarks.traces;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deploynet.engine.cache.policy.Candidate;
import org.deploynet.engine.cache.policy.Heat;
import org.deploynet.engine.cache.policy.PolicyKind;

/**
 * The product's cache without its disk: segments that are appended to, evicted whole and rescued from by the product's own
 * {@link Heat}. What is missed is stored. For one thread.
 */
final class LogCache {
    /** As many segments as 20 GB have. */
    private static final int SEGMENTS = 76;

    private static final int LEAST_SEGMENT_BYTES = 256 * 1024;

    private final Heat heat;
    private final long capacityBytes;
    private final long segmentBytes;
    private final Map<Long, Segment> places = new HashMap<>();
    private final Map<Long, Segment> sealed = new HashMap<>();
    private Segment open = new Segment(0);
    private long usedBytes;
    private long storedBytes;
    private long rescuedBytes;
    private long now;

    private static final class Segment {
        private final long id;
        private final List<Piece> pieces = new ArrayList<>();
        private long bytes;
        private long lastRead;

        Segment(long id) {
            this.id = id;
        }
    }

    private record Piece(long key, int bytes) {}

    LogCache(PolicyKind kind, long capacityBytes, int mostPieces) {
        this.segmentBytes = Math.max(LEAST_SEGMENT_BYTES, capacityBytes / SEGMENTS);
        // The product sets room aside for rescue, too.
        this.capacityBytes = capacityBytes - Heat.mostRescued(segmentBytes);
        this.heat = new Heat(kind, capacityBytes, mostPieces);
    }

    static HitRate replay(Trace trace, PolicyKind kind, long capacityBytes, int mostPieces) {
        var cache = new LogCache(kind, capacityBytes, mostPieces);
        long hits = 0;
        long hitBytes = 0;
        for (int request : trace.requests()) {
            if (cache.request(trace.keys()[request], trace.bytes()[request])) {
                hits++;
                hitBytes += trace.bytes()[request];
            }
        }
        return HitRate.of(trace, hitBytes, hits, HitRate.percent(cache.rescuedBytes, cache.storedBytes));
    }

    private boolean request(long key, int bytes) {
        now++;
        Segment place = places.get(key);
        if (place != null) {
            heat.used(key, place.id);
            place.lastRead = now;
            return true;
        }
        append(new Piece(key, bytes));
        storedBytes += bytes;
        heat.stored(key, open.id);
        while (usedBytes > capacityBytes && evict()) {}
        return false;
    }

    private void append(Piece piece) {
        if (open.bytes > 0 && open.bytes + piece.bytes() > segmentBytes) {
            sealed.put(open.id, open);
            open = new Segment(open.id + 1);
        }
        open.pieces.add(piece);
        open.bytes += piece.bytes();
        open.lastRead = now;
        usedBytes += piece.bytes();
        places.put(piece.key(), open);
    }

    private boolean evict() {
        heat.fitTo(sealed.values().stream().mapToLong(segment -> segment.bytes).sum());
        List<Candidate> order = heat.coldestFirst(sealed.values().stream()
                .map(segment -> new Candidate(segment.id, segment.bytes, segment.lastRead))
                .toList());
        if (order.isEmpty()) {
            return false;
        }
        Segment victim = Objects.requireNonNull(sealed.remove(order.getFirst().segment()));
        long left = Heat.mostRescued(victim.bytes);
        for (Piece piece : mostWorthyFirst(victim)) {
            if (heat.worth(piece.key()) > 0 && piece.bytes() <= left) {
                left -= piece.bytes();
                rescuedBytes += piece.bytes();
                append(piece);
                heat.moved(piece.key(), open.id);
            } else {
                places.remove(piece.key());
                heat.dropped(piece.key());
            }
        }
        usedBytes -= victim.bytes;
        heat.segmentGone(victim.id);
        return true;
    }

    private List<Piece> mostWorthyFirst(Segment victim) {
        record Worthy(Piece piece, int worth) {}
        return victim.pieces.stream()
                .map(piece -> new Worthy(piece, heat.worth(piece.key())))
                .sorted(Comparator.comparingInt(Worthy::worth).reversed())
                .map(Worthy::piece)
                .toList();
    }
}
