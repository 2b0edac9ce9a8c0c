package org.deploynet.engine.cache;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.key.KeyId;

/** A verified piece on its way to disk, or only a site's claim on an object that is kept already. */
record Put(
        KeyId site,
        PieceLayer layer,
        int piece,
        ByteBuffer bytes,
        Reservation reservation,
        CompletableFuture<Boolean> done) {
    private static final int NO_PIECE = -1;
    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    static Put claim(KeyId site, PieceLayer layer, Reservation reservation) {
        return new Put(site, layer, NO_PIECE, NO_BYTES, reservation, new CompletableFuture<>());
    }

    /** A piece that is kept already and gets a new place. */
    static Put copy(KeyId site, PieceLayer layer, int piece, ByteBuffer bytes, Reservation reservation) {
        return new Put(site, layer, piece, bytes, reservation, new CompletableFuture<>());
    }

    /** Only the claim of it; with the same future. */
    Put withoutPiece() {
        return new Put(site, layer, NO_PIECE, NO_BYTES, reservation, done);
    }

    boolean hasPiece() {
        return piece != NO_PIECE;
    }

    ObjectId id() {
        return layer.id();
    }

    /** At most what it appends: the piece, its layer, and claims of two sites. */
    long mostBytes() {
        return Introduction.mostBytes(layer) + RecordHeader.recordBytes(bytes.remaining());
    }
}
