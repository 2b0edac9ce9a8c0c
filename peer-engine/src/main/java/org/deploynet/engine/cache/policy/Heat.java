package org.deploynet.engine.cache.policy;

import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What the evictor asks: which segment goes next, and which of its pieces are worth a place elsewhere. It follows every piece
 * that is stored and read, and lets a policy say which of them it would keep, were pieces kept one by one; a segment is as hot
 * as the share of its bytes that the policy would keep. Safe from any thread.
 */
public final class Heat {
    /**
     * Most pieces that are followed, about 110 bytes of heap each by the sizes of its parts. With more, a piece counts for at least the quota divided by
     * this, and the hottest are followed.
     */
    public static final int MOST_PIECES = 200_000;

    /** Percent of what all segments hold that the policy may want to keep; the rest makes that segments differ in heat. */
    private static final int HOT_PERCENT = 85;

    private static final int RESCUED_PERCENT = 50;

    /** Percent of all bytes that are given time to be read, those stored or rescued last; {@code bench traces} led to it. */
    private static final int YOUNG_PERCENT = 75;

    private static final double READ_WEIGHT = 16;

    /** So much is stored, in percent of what the policy may want to keep, until a read counts half. */
    private static final int HALF_LIFE_PERCENT = 200;

    private final int leastWeight;
    private final Age age;
    private volatile Round round;

    /** A policy's set and the heat of the segments by it; a change of policy begins another. */
    private record Round(PolicyKind kind, long bytes, HotSet set, Age age, Map<Long, SegmentHeat> segments) {
        static Round of(PolicyKind kind, long bytes, int leastWeight, Age age) {
            return new Round(kind, bytes, kind.newSet(bytes, leastWeight), age, new ConcurrentHashMap<>());
        }

        SegmentHeat segment(long id) {
            return segments.computeIfAbsent(id, any -> new SegmentHeat(age));
        }

        void use(long piece, long segment) {
            set.use(piece, segment(segment));
        }

        /** Those of {@code before} with their segments, the coldest first, as if they were used in that order. */
        void follow(Round before) {
            var ids = new IdentityHashMap<SegmentHeat, Long>();
            before.segments.forEach((id, heat) -> ids.put(heat, id));
            before.set.coldestFirst((piece, spot) -> {
                Long segment = ids.get(spot.where());
                if (segment != null) {
                    use(piece, segment);
                    set.spot(piece).ifPresent(now -> now.know(spot));
                }
            });
        }
    }

    /** @param quotaBytes what all segments may hold */
    public Heat(PolicyKind kind, long quotaBytes, int mostPieces) {
        this.leastWeight = Math.clamp(quotaBytes / mostPieces, 1, Integer.MAX_VALUE);
        this.age = new Age(halfLife(quotaBytes));
        this.round = Round.of(kind, hotShare(quotaBytes), leastWeight, age);
    }

    public PolicyKind policy() {
        return round.kind();
    }

    /** Goes on with another policy and the pieces that the last one would keep. */
    public synchronized void policy(PolicyKind kind) {
        Round before = round;
        if (kind != before.kind()) {
            Round next = Round.of(kind, before.bytes(), leastWeight, age);
            next.follow(before);
            round = next;
        }
    }

    /** The piece was stored in this segment. */
    public void stored(long piece, long segment) {
        age.stored(PieceKey.bytes(piece));
        round.use(piece, segment);
    }

    /** The piece was read in this segment. */
    public void used(long piece, long segment) {
        round.use(piece, segment);
    }

    /** The piece lies in this segment now. */
    public void moved(long piece, long segment) {
        Round now = round;
        now.set().move(piece, now.segment(segment));
    }

    /** The piece is no longer kept. */
    public void dropped(long piece) {
        round.set().remove(piece);
    }

    public void segmentGone(long segment) {
        round.segments().remove(segment);
    }

    /** Most bytes of a segment that are worth a place elsewhere: whatever is evicted frees at least the rest. */
    public static long mostRescued(long segmentBytes) {
        return segmentBytes / 100 * RESCUED_PERCENT;
    }

    /**
     * How much a piece is worth a place elsewhere: how often it was read, if the policy would keep it, else 0. What was
     * stored and never read is not written again.
     */
    public int worth(long piece) {
        return round.set().spot(piece).map(Spot::reads).orElse(0);
    }

    /** Whether the policy would keep the piece. */
    public boolean isHot(long piece) {
        return round.set().spot(piece).isPresent();
    }

    /** Tells the policy how much there is room for: what all segments hold when they are full. */
    public void fitTo(long bytes) {
        round.set().capacity(hotShare(bytes));
        age.halfLife(halfLife(bytes));
    }

    private static long halfLife(long bytes) {
        return hotShare(bytes) / 100 * HALF_LIFE_PERCENT;
    }

    private static long hotShare(long bytes) {
        return Math.max(1, bytes / 100 * HOT_PERCENT);
    }

    /**
     * In the order in which they should go: least of what the policy would keep lost for the room gained, once all that is
     * worth it was rescued; among equals the longest unread. The youngest go last: what is in them had no time to be read.
     */
    public List<Candidate> coldestFirst(Collection<Candidate> candidates) {
        Map<Long, SegmentHeat> segments = round.segments();
        long youngest = youngestFrom(candidates);
        record Ranked(Candidate candidate, boolean young, double loss) {}
        return candidates.stream()
                .map(each -> new Ranked(each, each.segment() >= youngest, loss(each, segments.get(each.segment()))))
                .sorted(Comparator.comparing(Ranked::young)
                        .thenComparingDouble(Ranked::loss)
                        .thenComparing(
                                Ranked::candidate,
                                Comparator.comparingLong(Candidate::lastReadMillis)
                                        .thenComparingLong(Candidate::segment)))
                .map(Ranked::candidate)
                .toList();
    }

    private static long youngestFrom(Collection<Candidate> candidates) {
        long young = candidates.stream().mapToLong(Candidate::bytes).sum() / 100 * YOUNG_PERCENT;
        long from = Long.MAX_VALUE;
        for (Candidate each : candidates.stream()
                .sorted(Comparator.comparingLong(Candidate::segment).reversed())
                .toList()) {
            young -= each.bytes();
            if (young < 0) {
                break;
            }
            from = each.segment();
        }
        return from;
    }

    // What was read and cannot be rescued is a far greater loss than what was only stored.
    private static double loss(Candidate candidate, @Nullable SegmentHeat heat) {
        if (heat == null) {
            return 0;
        }
        long read = Math.max(0, heat.readBytes());
        long rescued = Math.min(read, mostRescued(candidate.bytes()));
        double lost = (read - rescued) * READ_WEIGHT + Math.max(0, heat.hotBytes() - read);
        return lost / Math.max(1, candidate.bytes() - rescued);
    }
}
