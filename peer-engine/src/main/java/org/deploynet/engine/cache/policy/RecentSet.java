package org.deploynet.engine.cache.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Members in the order of their last use: LRU, or MRU. Safe from any thread. */
final class RecentSet implements HotSet {
    private final LinkedHashMap<Long, Spot> longestUnusedFirst = new LinkedHashMap<>();
    private final int leastWeight;
    private final Leaver leaver;
    private long capacity;
    private long weight;

    /** Who makes room for another. */
    enum Leaver {
        LONGEST_UNUSED,
        JUST_USED
    }

    RecentSet(long bytes, int leastWeight, Leaver leaver) {
        this.capacity = bytes;
        this.leastWeight = leastWeight;
        this.leaver = leaver;
    }

    @Override
    public synchronized void use(long piece, SegmentHeat where) {
        Spot known = longestUnusedFirst.get(piece);
        if (known != null) {
            known.use(where);
            longestUnusedFirst.putLast(piece, known);
        } else if (weight(piece) <= capacity) {
            shrinkTo(capacity - weight(piece));
            longestUnusedFirst.put(piece, new Spot(piece, where));
            weight += weight(piece);
        }
    }

    @Override
    public synchronized void move(long piece, SegmentHeat where) {
        spot(piece).ifPresent(known -> known.move(where));
    }

    @Override
    public synchronized void remove(long piece) {
        Spot removed = longestUnusedFirst.remove(piece);
        if (removed != null) {
            removed.leave();
            weight -= weight(piece);
        }
    }

    @Override
    public synchronized Optional<Spot> spot(long piece) {
        return Optional.ofNullable(longestUnusedFirst.get(piece));
    }

    @Override
    public synchronized void capacity(long bytes) {
        capacity = bytes;
        shrinkTo(bytes);
    }

    @Override
    public synchronized void coldestFirst(BiConsumer<Long, Spot> each) {
        Map<Long, Spot> inOrder = leaver == Leaver.JUST_USED ? longestUnusedFirst.reversed() : longestUnusedFirst;
        inOrder.forEach(each);
    }

    private void shrinkTo(long bytes) {
        while (weight > bytes && !longestUnusedFirst.isEmpty()) {
            remove(
                    leaver == Leaver.JUST_USED
                            ? longestUnusedFirst.sequencedKeySet().getLast()
                            : longestUnusedFirst.sequencedKeySet().getFirst());
        }
    }

    private int weight(long piece) {
        return Math.max(leastWeight, PieceKey.bytes(piece));
    }
}
