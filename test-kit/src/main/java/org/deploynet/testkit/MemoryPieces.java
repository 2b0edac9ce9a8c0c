package org.deploynet.testkit;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.deploynet.engine.cache.PieceSource;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;

/** Objects kept in memory; each piece is hashed when it is read, as from disk. Safe from any thread. */
public final class MemoryPieces implements PieceSource {
    private final Map<ObjectId, Kept> objects = new ConcurrentHashMap<>();

    private record Kept(byte[] bytes, PieceLayer layer) {}

    /** Keeps {@code bytes}, which the caller must not change. */
    public ObjectId put(byte[] bytes) {
        var tree = new HashTree();
        ObjectId id = tree.objectId(bytes);
        byte[] hashes = new byte[Pieces.layerBytes(bytes.length)];
        for (int piece = 0; piece * ObjectId.BYTES < hashes.length; piece++) {
            byte[] hash = tree.pieceHash(slice(bytes, piece), bytes.length);
            System.arraycopy(hash, 0, hashes, piece * ObjectId.BYTES, ObjectId.BYTES);
        }
        PieceLayer layer = PieceLayer.verify(id, bytes.length, hashes).orElseThrow();
        objects.put(id, new Kept(bytes, layer));
        return id;
    }

    @Override
    public Optional<PieceLayer> layer(ObjectId id) {
        return Optional.ofNullable(objects.get(id)).map(Kept::layer);
    }

    @Override
    public Optional<ByteBuffer> piece(ObjectId id, int piece) {
        return Optional.ofNullable(objects.get(id)).flatMap(kept -> {
            ByteBuffer bytes = slice(kept.bytes, piece);
            return kept.layer.matches(piece, bytes) ? Optional.of(bytes) : Optional.empty();
        });
    }

    private static ByteBuffer slice(byte[] bytes, int piece) {
        return ByteBuffer.wrap(bytes, (int) Pieces.offset(piece), Pieces.length(bytes.length, piece))
                .slice();
    }
}
