package org.deploynet.engine.cache.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Members by how often they were used, counted to {@link #MOST}: LFU. Among equals the longest unused leaves. Safe from any thread. */
final class FrequentSet implements HotSet {
    /** Boxed numbers up to it cost nothing. */
    private static final int MOST = 127;

    private final Map<Long, Integer> uses = new HashMap<>();
    private final List<LinkedHashMap<Long, Spot>> byUses = new ArrayList<>();
    private final int leastWeight;
    private long capacity;
    private long weight;

    FrequentSet(long bytes, int leastWeight) {
        this.capacity = bytes;
        this.leastWeight = leastWeight;
        for (int count = 0; count <= MOST; count++) {
            byUses.add(new LinkedHashMap<>());
        }
    }

    @Override
    public synchronized void use(long piece, SegmentHeat where) {
        Integer before = uses.get(piece);
        if (before != null) {
            Spot known = spot(piece, before);
            known.use(where);
            byUses.get(before).remove(piece);
            put(piece, Math.min(MOST, before + 1), known);
        } else if (weight(piece) <= capacity) {
            shrinkTo(capacity - weight(piece));
            put(piece, 1, new Spot(piece, where));
            weight += weight(piece);
        }
    }

    @Override
    public synchronized void move(long piece, SegmentHeat where) {
        spot(piece).ifPresent(known -> known.move(where));
    }

    @Override
    public synchronized void remove(long piece) {
        Integer count = uses.remove(piece);
        if (count != null) {
            spot(piece, count).leave();
            byUses.get(count).remove(piece);
            weight -= weight(piece);
        }
    }

    @Override
    public synchronized Optional<Spot> spot(long piece) {
        Integer count = uses.get(piece);
        return count == null ? Optional.empty() : Optional.of(spot(piece, count));
    }

    @Override
    public synchronized void capacity(long bytes) {
        capacity = bytes;
        shrinkTo(bytes);
    }

    @Override
    public synchronized void coldestFirst(BiConsumer<Long, Spot> each) {
        byUses.forEach(some -> some.forEach(each));
    }

    private Spot spot(long piece, int count) {
        Spot spot = byUses.get(count).get(piece);
        if (spot == null) {
            throw new IllegalStateException("piece " + piece + " is not among those used " + count + " times");
        }
        return spot;
    }

    private void put(long piece, int count, Spot spot) {
        uses.put(piece, count);
        byUses.get(count).put(piece, spot);
    }

    private void shrinkTo(long bytes) {
        int count = 1;
        while (weight > bytes && count <= MOST) {
            LinkedHashMap<Long, Spot> rarest = byUses.get(count);
            if (rarest.isEmpty()) {
                count++;
            } else {
                remove(rarest.sequencedKeySet().getFirst());
            }
        }
    }

    private int weight(long piece) {
        return Math.max(leastWeight, PieceKey.bytes(piece));
    }
}
