package org.deploynet.engine.cache.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** W-TinyLFU: a Caffeine cache whose keys are pieces and whose weight is their bytes. Safe from any thread. */
final class TinyLfuSet implements HotSet {
    // Caffeine counts uses only once it knows for how many pieces; without a guess that is when it is half full.
    private static final int TYPICAL_BYTES = 64 * 1024;
    private static final int LEAST_PIECES = 64;
    // It takes the room for all it is told of at once, 22 bytes each, and counts anew with more room when it is half
    // full of more, long before anything has to go.
    private static final int MOST_GUESSED = 16 * 1024;

    private final Cache<Long, Spot> members;
    private final Policy.Eviction<Long, Spot> eviction;

    TinyLfuSet(long bytes, int leastWeight) {
        this.members = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Long piece, Spot spot) -> Math.max(leastWeight, PieceKey.bytes(piece)))
                .initialCapacity(Math.clamp(bytes / TYPICAL_BYTES, LEAST_PIECES, MOST_GUESSED))
                .evictionListener(TinyLfuSet::evicted)
                .executor(Runnable::run)
                .build();
        this.eviction = members.policy().eviction().orElseThrow();
    }

    private static void evicted(@Nullable Long piece, @Nullable Spot spot, RemovalCause cause) {
        if (spot != null) {
            spot.leave();
        }
    }

    @Override
    public void use(long piece, SegmentHeat where) {
        Spot known = members.getIfPresent(piece);
        if (known != null) {
            known.use(where);
            return;
        }
        var fresh = new Spot(piece, where);
        if (members.asMap().putIfAbsent(piece, fresh) != null) {
            // Another thread used it at the same moment.
            fresh.leave();
        }
    }

    @Override
    public void move(long piece, SegmentHeat where) {
        spot(piece).ifPresent(known -> known.move(where));
    }

    @Override
    public void remove(long piece) {
        Spot removed = members.asMap().remove(piece);
        if (removed != null) {
            removed.leave();
        }
    }

    @Override
    public Optional<Spot> spot(long piece) {
        return Optional.ofNullable(members.policy().getIfPresentQuietly(piece));
    }

    @Override
    public void capacity(long bytes) {
        eviction.setMaximum(bytes);
    }

    @Override
    public void coldestFirst(BiConsumer<Long, Spot> each) {
        eviction.coldest(Integer.MAX_VALUE).forEach(each);
    }
}
