package org.deploynet.engine.cache.policy;

/**
 * How many bytes of a segment are members of the hot set, and how many of these were read not too long ago. Safe from any
 * thread.
 */
final class SegmentHeat {
    /** Reads last at most so many half-lives. */
    static final int MOST_HALF_LIVES = 16;

    private final Age age;
    /** By the half-life in which they are forgotten, round and round. */
    private final long[] readUntil = new long[MOST_HALF_LIVES + 1];

    private long hotBytes;
    private int seen;

    SegmentHeat(Age age) {
        this.age = age;
        this.seen = age.now();
    }

    int now() {
        return age.now();
    }

    /** @param until the half-life in which its reads are forgotten; it was never read if that has come */
    synchronized void add(long bytes, int until) {
        hotBytes += bytes;
        read(bytes, until);
    }

    synchronized void remove(long bytes, int until) {
        hotBytes -= bytes;
        read(-bytes, until);
    }

    synchronized long hotBytes() {
        return hotBytes;
    }

    synchronized long readBytes() {
        forget();
        long sum = 0;
        for (long bytes : readUntil) {
            sum += bytes;
        }
        return sum;
    }

    private void read(long bytes, int until) {
        forget();
        if (until - seen > 0) {
            readUntil[Math.floorMod(until, readUntil.length)] += bytes;
        }
    }

    private void forget() {
        int now = age.now();
        for (int steps = Math.min(now - seen, readUntil.length); steps > 0; steps--) {
            readUntil[Math.floorMod(now - steps + 1, readUntil.length)] = 0;
        }
        seen = now;
    }
}
