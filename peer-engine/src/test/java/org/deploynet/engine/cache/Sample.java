package org.deploynet.engine.cache;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Random;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.key.KeyId;

/** An object with bytes of its own, made from a seed. */
public record Sample(PieceLayer layer, byte[] bytes) {
    public static final KeyId SITE = site(1);

    public static KeyId site(int n) {
        return new KeyId("%040x".formatted(n));
    }

    public static Sample of(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        var tree = new HashTree();
        ObjectId id = tree.objectId(bytes);
        var hashes = ByteBuffer.allocate(Pieces.count(length) * ObjectId.BYTES);
        var rows = new ArrayList<byte[]>();
        for (int piece = 0; piece < Pieces.count(length); piece++) {
            rows.add(tree.pieceHash(slice(bytes, piece), length));
        }
        rows.forEach(hashes::put);
        return new Sample(PieceLayer.verify(id, length, hashes.array()).orElseThrow(), bytes);
    }

    public ObjectId id() {
        return layer.id();
    }

    public int pieces() {
        return Pieces.count(bytes.length);
    }

    public ByteBuffer piece(int piece) {
        return slice(bytes, piece);
    }

    /** Puts every piece; returns whether there was room to begin. */
    public boolean into(PieceStore store, KeyId site) {
        var ingest = store.begin(site, layer);
        if (ingest.isEmpty()) {
            return false;
        }
        try (var open = ingest.get()) {
            for (int piece = 0; piece < pieces(); piece++) {
                if (!open.put(piece, piece(piece))) {
                    throw new AssertionError("refused piece " + piece);
                }
            }
        }
        return true;
    }

    private static ByteBuffer slice(byte[] bytes, int piece) {
        int offset = piece * Pieces.PIECE_BYTES;
        return ByteBuffer.wrap(bytes, offset, Math.min(Pieces.PIECE_BYTES, bytes.length - offset))
                .slice();
    }
}
