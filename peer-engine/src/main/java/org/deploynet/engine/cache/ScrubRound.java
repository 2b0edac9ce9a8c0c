package org.deploynet.engine.cache;

/**
 * One pass over the cache: how far it is, and what it found. The next thing to check lies in {@code segment} at {@code offset}
 * or behind it; segments above {@code through} were written after it began, of pieces that had just been verified.
 */
record ScrubRound(
        long startedAtMillis,
        boolean requested,
        long through,
        long segment,
        long offset,
        long pieces,
        long bytes,
        long rot,
        boolean over) {
    static final ScrubRound NEVER = new ScrubRound(0, false, 0, 0, 0, 0, 0, 0, true);

    static ScrubRound begin(long nowMillis, boolean requested, long through) {
        return new ScrubRound(nowMillis, requested, through, 0, 0, 0, 0, 0, false);
    }

    ScrubRound at(long nextSegment, long nextOffset) {
        return new ScrubRound(startedAtMillis, requested, through, nextSegment, nextOffset, pieces, bytes, rot, over);
    }

    ScrubRound checked(long morePieces, long moreBytes) {
        return new ScrubRound(
                startedAtMillis,
                requested,
                through,
                segment,
                offset,
                pieces + morePieces,
                bytes + moreBytes,
                rot,
                over);
    }

    ScrubRound rotten() {
        return new ScrubRound(startedAtMillis, requested, through, segment, offset, pieces, bytes, rot + 1, over);
    }

    /** It goes on at the pace of those that nobody asked for. */
    ScrubRound unhurried() {
        return new ScrubRound(startedAtMillis, false, through, segment, offset, pieces, bytes, rot, over);
    }

    ScrubRound end() {
        return new ScrubRound(startedAtMillis, false, through, segment, offset, pieces, bytes, rot, true);
    }
}
