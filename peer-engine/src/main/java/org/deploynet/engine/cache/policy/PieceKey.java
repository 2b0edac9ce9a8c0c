package org.deploynet.engine.cache.policy;

/**
 * A piece as 64 bits, so that a million of them stay small: 51 bits hash its object and number, 13 say its length in units of
 * 64 bytes, rounded up. Two pieces that collide share their heat; among a million that happens once in some thousand caches.
 */
public final class PieceKey {
    private static final int LENGTH_BITS = 13;
    private static final int UNIT_BYTES = 64;
    private static final int MOST_UNITS = (1 << LENGTH_BITS) - 1;

    private PieceKey() {}

    /**
     * @param object any 64 bits that tell objects apart
     * @param bytes the piece's length, at most 524,224
     */
    public static long of(long object, int piece, int bytes) {
        long units = Math.min(MOST_UNITS, (bytes + UNIT_BYTES - 1) / UNIT_BYTES);
        return mixed(object + piece * 0x9E3779B97F4A7C15L) << LENGTH_BITS | units;
    }

    /** The length, rounded up to 64 bytes. */
    static int bytes(long key) {
        return (int) (key & MOST_UNITS) * UNIT_BYTES;
    }

    /** The finalizer of MurmurHash3 (public domain, Austin Appleby). */
    private static long mixed(long bits) {
        long mixed = (bits ^ bits >>> 33) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ mixed >>> 33;
    }
}
