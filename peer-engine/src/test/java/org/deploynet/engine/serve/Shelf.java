package org.deploynet.engine.serve;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.deploynet.engine.cache.PieceSource;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.key.KeyId;

/** The objects of one site in memory, hashed once. */
final class Shelf implements PieceSource, SitePolicy {
    /** An object and its bytes. */
    record Item(ObjectId id, byte[] bytes, PieceLayer layer) {}

    private final List<Item> items = new ArrayList<>();
    private final Map<ObjectId, Item> byId = new HashMap<>();

    /** Mostly small files, as sites have, and some of several pieces, whose last is short. */
    static Shelf ofASite() {
        var shelf = new Shelf();
        int[] sizes = {
            1, 700, 3_000, 9_999, 16_384, 16_385, 40_000, 65_536, 120_000, 262_144, 262_145, 700_001, 1_500_000
        };
        for (int size : sizes) {
            shelf.add(size, size);
        }
        return shelf;
    }

    private void add(int bytes, long seed) {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        ObjectId id = new HashTree().objectId(content);
        var item = new Item(id, content, layer(id, content));
        items.add(item);
        byId.put(id, item);
    }

    private static PieceLayer layer(ObjectId id, byte[] bytes) {
        var tree = new HashTree();
        byte[] hashes = new byte[Pieces.layerBytes(bytes.length)];
        for (int piece = 0; piece * ObjectId.BYTES < hashes.length; piece++) {
            byte[] hash = tree.pieceHash(slice(bytes, piece), bytes.length);
            System.arraycopy(hash, 0, hashes, piece * ObjectId.BYTES, ObjectId.BYTES);
        }
        return PieceLayer.verify(id, bytes.length, hashes).orElseThrow();
    }

    List<Item> items() {
        return items;
    }

    @Override
    public Optional<PieceLayer> layer(ObjectId id) {
        return Optional.ofNullable(byId.get(id)).map(Item::layer);
    }

    @Override
    public Optional<ByteBuffer> piece(ObjectId id, int piece) {
        return Optional.ofNullable(byId.get(id)).map(item -> slice(item.bytes(), piece));
    }

    private static ByteBuffer slice(byte[] bytes, int piece) {
        return ByteBuffer.wrap(bytes, (int) Pieces.offset(piece), Pieces.length(bytes.length, piece))
                .slice();
    }

    @Override
    public boolean serves(KeyId site) {
        return true;
    }

    @Override
    public boolean refuses(KeyId site, long price) {
        return false;
    }

    @Override
    public void missed(KeyId site, ObjectId object) {}

    @Override
    public Verdict mayServe(KeyId site, ObjectId object) {
        return byId.containsKey(object) ? Verdict.SERVE : Verdict.UNKNOWN;
    }
}
