package org.deploynet.engine.cache.policy;

/** Where a member lies, counted there as long as it is a member. Safe from any thread. */
final class Spot {
    private SegmentHeat where;
    private final int bytes;
    private int reads;
    private boolean left;

    Spot(long piece, SegmentHeat where) {
        this.where = where;
        this.bytes = PieceKey.bytes(piece);
        where.add(bytes, false);
    }

    /** Read where it lies, or stored there anew. */
    synchronized void use(SegmentHeat here) {
        become(here, reads + 1);
    }

    /** Written again elsewhere: what it was read before counts half, so that it is not carried on for ever. */
    synchronized void move(SegmentHeat to) {
        become(to, reads / 2);
    }

    /** It is as well known as {@code other} was. */
    synchronized void know(Spot other) {
        become(where, Math.max(reads, other.reads()));
    }

    synchronized void leave() {
        if (!left) {
            left = true;
            where.remove(bytes, reads > 0);
        }
    }

    private void become(SegmentHeat to, int nowReads) {
        if (!left) {
            where.remove(bytes, reads > 0);
            to.add(bytes, nowReads > 0);
            where = to;
            reads = nowReads;
        }
    }

    /** How often it was read, those before it was last written again by half. */
    synchronized int reads() {
        return reads;
    }

    synchronized SegmentHeat where() {
        return where;
    }
}
