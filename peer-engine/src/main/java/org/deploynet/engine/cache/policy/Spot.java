package org.deploynet.engine.cache.policy;

/** Where a member lies, counted there as long as it is a member. Safe from any thread. */
final class Spot {
    private static final int MOST_READS = (1 << SegmentHeat.MOST_HALF_LIVES) - 1;

    private SegmentHeat where;
    private final int bytes;
    /** As many as they were worth in the half-life {@code readIn}. */
    private int reads;

    private int readIn;
    private boolean left;

    Spot(long piece, SegmentHeat where) {
        this.where = where;
        this.bytes = PieceKey.bytes(piece);
        this.readIn = where.now();
        where.add(bytes, until());
    }

    /** Read where it lies, or stored there anew. */
    synchronized void use(SegmentHeat here) {
        become(here, reads() + 1);
    }

    /** Written again elsewhere: what it was read before counts half, so that it is not carried on for ever. */
    synchronized void move(SegmentHeat to) {
        become(to, reads() / 2);
    }

    /** It is as well known as {@code other} was. */
    synchronized void know(Spot other) {
        become(where, Math.max(reads(), other.reads()));
    }

    synchronized void leave() {
        if (!left) {
            left = true;
            where.remove(bytes, until());
        }
    }

    private void become(SegmentHeat to, int nowReads) {
        if (!left) {
            where.remove(bytes, until());
            where = to;
            reads = Math.min(MOST_READS, nowReads);
            readIn = to.now();
            to.add(bytes, until());
        }
    }

    /** The half-life in which the last of its reads is forgotten. */
    private int until() {
        return readIn + Integer.SIZE - Integer.numberOfLeadingZeros(reads);
    }

    /** How often it was read: half as much for each half-life since, and for each time it was written again. */
    synchronized int reads() {
        int halfLives = where.now() - readIn;
        return halfLives < Integer.SIZE ? reads >> halfLives : 0;
    }

    synchronized SegmentHeat where() {
        return where;
    }
}
