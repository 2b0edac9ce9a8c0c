package org.deploynet.benchmarks.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;

/** One object to be kept, with bytes of its own, made from a seed. */
record Item(PieceLayer layer, byte[] bytes) {
    static Item of(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        var tree = new HashTree();
        if (!Pieces.needsLayer(length)) {
            return new Item(PieceLayer.ofSinglePiece(tree.objectId(bytes), length), bytes);
        }
        var hashes = ByteBuffer.allocate(Pieces.count(length) * ObjectId.BYTES);
        var rows = new ArrayList<byte[]>();
        for (int piece = 0; piece < Pieces.count(length); piece++) {
            rows.add(tree.pieceHash(piece(bytes, piece), length));
        }
        rows.forEach(hashes::put);
        ObjectId id = tree.rootOfLayer(rows);
        return new Item(PieceLayer.verify(id, length, hashes.array()).orElseThrow(), bytes);
    }

    static List<Item> many(long firstSeed, int count, int length) {
        return LongStream.range(firstSeed, firstSeed + count)
                .parallel()
                .mapToObj(seed -> of(seed, length))
                .toList();
    }

    ObjectId id() {
        return layer.id();
    }

    ByteBuffer piece(int piece) {
        return piece(bytes, piece);
    }

    private static ByteBuffer piece(byte[] bytes, int piece) {
        return ByteBuffer.wrap(bytes, (int) Pieces.offset(piece), Pieces.length(bytes.length, piece))
                .slice();
    }
}
