package org.deploynet.protocol.content;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.deploynet.protocol.Check;

/**
 * The hash tree of BitTorrent v2 (BEP 52): SHA-256 over 16 KiB leaves, missing leaves are 32 zero bytes up to a power of
 * two. Single-threaded; make one per thread.
 */
public final class HashTree {
    private final MessageDigest sha256 = sha256();

    /** The id of an object that is whole in memory. */
    public ObjectId objectId(byte[] bytes) {
        Check.that(bytes.length > 0, "an empty object has no id");
        var pieces = new ArrayList<byte[]>();
        for (int offset = 0; offset < bytes.length; offset += Pieces.PIECE_BYTES) {
            int length = Math.min(Pieces.PIECE_BYTES, bytes.length - offset);
            pieces.add(pieceHash(ByteBuffer.wrap(bytes, offset, length), bytes.length));
        }
        return rootOfLayer(pieces);
    }

    /**
     * The hash of one piece at piece height. In an object of several pieces a short last piece is padded to a full piece's
     * 16 leaves; an object of one piece is only as high as its own leaves need.
     */
    public byte[] pieceHash(ByteBuffer piece, long objectBytes) {
        Check.range("piece length", piece.remaining(), 1, Pieces.PIECE_BYTES);
        var leaves = new ArrayList<byte[]>(Pieces.LEAVES_PER_PIECE);
        for (int at = piece.position(); at < piece.limit(); at += Pieces.LEAF_BYTES) {
            int length = Math.min(Pieces.LEAF_BYTES, piece.limit() - at);
            sha256.update(piece.duplicate().position(at).limit(at + length));
            leaves.add(sha256.digest());
        }
        int width = Pieces.needsLayer(objectBytes) ? Pieces.LEAVES_PER_PIECE : powerOfTwoFrom(leaves.size());
        return root(leaves, width, new byte[ObjectId.BYTES]);
    }

    /** Folds the hashes at piece height up to the object's id. */
    public ObjectId rootOfLayer(List<byte[]> pieceHashes) {
        Check.that(!pieceHashes.isEmpty(), "a piece layer has at least one hash");
        return ObjectId.of(root(pieceHashes, powerOfTwoFrom(pieceHashes.size()), emptyPiece()));
    }

    private byte[] emptyPiece() {
        return root(List.of(), Pieces.LEAVES_PER_PIECE, new byte[ObjectId.BYTES]);
    }

    private byte[] root(List<byte[]> hashes, int width, byte[] padding) {
        List<byte[]> row = new ArrayList<>(hashes);
        byte[] empty = padding;
        for (int w = width; w > 1; w /= 2) {
            var above = new ArrayList<byte[]>();
            for (int i = 0; i < row.size(); i += 2) {
                above.add(pair(row.get(i), i + 1 < row.size() ? row.get(i + 1) : empty));
            }
            empty = pair(empty, empty);
            row = above;
        }
        return row.isEmpty() ? empty : row.getFirst();
    }

    private byte[] pair(byte[] left, byte[] right) {
        sha256.update(left);
        sha256.update(right);
        return sha256.digest();
    }

    private static int powerOfTwoFrom(int n) {
        return n == 1 ? 1 : Integer.highestOneBit(n - 1) * 2;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
