package org.deploynet.protocol.content;

import org.deploynet.protocol.Check;

/** How an object is cut: pieces of 256 KiB, each of up to 16 leaves of 16 KiB (docs/protocol.md §1). Sizes in bytes. */
public final class Pieces {
    public static final int LEAF_BYTES = 16 * 1024;
    public static final int PIECE_BYTES = 256 * 1024;
    public static final int LEAVES_PER_PIECE = PIECE_BYTES / LEAF_BYTES;
    public static final long MAX_OBJECT_BYTES = 16L * 1024 * 1024 * 1024;

    private Pieces() {}

    public static int count(long objectBytes) {
        Check.range("object size", objectBytes, 1, MAX_OBJECT_BYTES);
        return (int) ((objectBytes + PIECE_BYTES - 1) / PIECE_BYTES);
    }

    /** The length of piece {@code piece}; only the last one may be shorter than {@link #PIECE_BYTES}. */
    public static int length(long objectBytes, int piece) {
        Check.range("piece", piece, 0, count(objectBytes) - 1);
        return (int) Math.min(PIECE_BYTES, objectBytes - offset(piece));
    }

    public static long offset(int piece) {
        return (long) piece * PIECE_BYTES;
    }

    /** An object of one piece is checked by its id alone; a larger one needs its piece layer first. */
    public static boolean needsLayer(long objectBytes) {
        return objectBytes > PIECE_BYTES;
    }

    /** Length of the piece layer, 0 where the object has none. */
    public static int layerBytes(long objectBytes) {
        return needsLayer(objectBytes) ? count(objectBytes) * ObjectId.BYTES : 0;
    }
}
