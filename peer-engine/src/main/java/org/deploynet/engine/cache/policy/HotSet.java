package org.deploynet.engine.cache.policy;

import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The pieces that a policy would keep if it could keep and drop them one by one. Pieces are {@link PieceKey}s. Safe from any
 * thread.
 */
interface HotSet {
    /** The piece was stored or read and lies in this segment. It is a member from now on, if the policy wants it. */
    void use(long piece, SegmentHeat where);

    /** The piece lies elsewhere now; that is no use of it. Nothing happens unless it is a member. */
    void move(long piece, SegmentHeat where);

    void remove(long piece);

    /** Where a member lies. Asking is no use of it. */
    Optional<Spot> spot(long piece);

    /** How many bytes of pieces it may have from now on; what is too much goes at once. */
    void capacity(long bytes);

    /** All members, those that would leave first at the beginning. */
    void coldestFirst(BiConsumer<Long, Spot> each);
}
