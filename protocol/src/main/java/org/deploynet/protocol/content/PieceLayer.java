package org.deploynet.protocol.content;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;
import org.deploynet.protocol.Check;

/**
 * The hashes of an object's pieces, already checked against the object's id: what makes each piece checkable by itself. For
 * an object of one piece it holds the id alone. Immutable.
 */
public final class PieceLayer {
    private final ObjectId id;
    private final long objectBytes;
    private final byte[] hashes;

    private PieceLayer(ObjectId id, long objectBytes, byte[] hashes) {
        this.id = id;
        this.objectBytes = objectBytes;
        this.hashes = hashes;
    }

    /** The layer of an object of at most one piece; nothing needs to be fetched for it. */
    public static PieceLayer ofSinglePiece(ObjectId id, long objectBytes) {
        Check.that(!Pieces.needsLayer(objectBytes), "an object of " + objectBytes + " bytes has several pieces");
        return new PieceLayer(id, objectBytes, id.toBytes());
    }

    /** Empty when the hashes are not those of this object: wrong count or wrong root. */
    public static Optional<PieceLayer> verify(ObjectId id, long objectBytes, byte[] hashes) {
        if (!Pieces.needsLayer(objectBytes)) {
            return Optional.of(ofSinglePiece(id, objectBytes));
        }
        if (hashes.length != Pieces.layerBytes(objectBytes)) {
            return Optional.empty();
        }
        var layer = new PieceLayer(id, objectBytes, hashes.clone());
        var rows = new ArrayList<byte[]>();
        for (int piece = 0; piece < Pieces.count(objectBytes); piece++) {
            rows.add(layer.hash(piece));
        }
        return new HashTree().rootOfLayer(rows).equals(id) ? Optional.of(layer) : Optional.empty();
    }

    public ObjectId id() {
        return id;
    }

    public long objectBytes() {
        return objectBytes;
    }

    public byte[] toBytes() {
        return hashes.clone();
    }

    /** Whether these are the bytes of piece {@code piece}; the buffer's position is left alone. */
    public boolean matches(int piece, ByteBuffer bytes) {
        return bytes.remaining() == Pieces.length(objectBytes, piece)
                && Arrays.equals(new HashTree().pieceHash(bytes, objectBytes), hash(piece));
    }

    private byte[] hash(int piece) {
        return Arrays.copyOfRange(hashes, piece * ObjectId.BYTES, (piece + 1) * ObjectId.BYTES);
    }
}
