package org.deploynet.engine.serve;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.deploynet.engine.cache.PieceSource;
import org.deploynet.protocol.content.HashTree;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.key.KeyId;

/** Objects of one site in memory, and what may be served of them. */
final class Library implements PieceSource, SitePolicy {
    private final Map<ObjectId, byte[]> objects = new HashMap<>();
    private final Map<ObjectId, Verdict> verdicts = new HashMap<>();
    private final Set<KeyId> blockedSites = new HashSet<>();
    private final Set<KeyId> refusedSites = new HashSet<>();
    private final Set<ObjectId> broken = new HashSet<>();
    private final List<ObjectId> missed = new ArrayList<>();
    private final Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());
    private int reads;

    ObjectId put(byte[] bytes) {
        ObjectId id = new HashTree().objectId(bytes);
        objects.put(id, bytes);
        verdicts.put(id, Verdict.SERVE);
        return id;
    }

    ObjectId random(int bytes) {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return put(content);
    }

    byte[] bytes(ObjectId id) {
        return objects.getOrDefault(id, new byte[0]);
    }

    /** What the disk gives does not verify any more. */
    void lose(ObjectId id) {
        objects.remove(id);
    }

    /** Asking for it fails as only a bug in the cache does. */
    void breakAt(ObjectId id) {
        broken.add(id);
    }

    void judge(ObjectId id, Verdict verdict) {
        verdicts.put(id, verdict);
    }

    /** Its owner does not serve it from now on. */
    void refuse(KeyId site) {
        refusedSites.add(site);
    }

    void allow(KeyId site) {
        refusedSites.remove(site);
    }

    void block(KeyId site) {
        blockedSites.add(site);
    }

    int reads() {
        return reads;
    }

    @Override
    public Optional<PieceLayer> layer(ObjectId id) {
        if (broken.contains(id)) {
            throw new IllegalStateException("broken on purpose");
        }
        return Optional.ofNullable(objects.get(id)).map(bytes -> layer(id, bytes));
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

    @Override
    public Optional<ByteBuffer> piece(ObjectId id, int piece) {
        reads++;
        return Optional.ofNullable(objects.get(id)).map(bytes -> lend(slice(bytes, piece)));
    }

    private ByteBuffer lend(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        lent.add(copy);
        return copy;
    }

    /** As another piece would, it overwrites what was finished. */
    @Override
    public void finished(ByteBuffer piece) {
        if (!lent.remove(piece)) {
            throw new IllegalStateException("finished twice, or not of this library");
        }
        piece.clear().put(new byte[piece.capacity()]);
    }

    /** Pieces that were read and are not finished. */
    int lent() {
        return lent.size();
    }

    private static ByteBuffer slice(byte[] bytes, int piece) {
        return ByteBuffer.wrap(bytes, (int) Pieces.offset(piece), Pieces.length(bytes.length, piece))
                .slice();
    }

    @Override
    public boolean refuses(KeyId site, long price) {
        return refusedSites.contains(site);
    }

    @Override
    public boolean serves(KeyId site) {
        return !blockedSites.contains(site);
    }

    @Override
    public void missed(KeyId site, ObjectId object) {
        missed.add(object);
    }

    List<ObjectId> missed() {
        return List.copyOf(missed);
    }

    @Override
    public Verdict mayServe(KeyId site, ObjectId object) {
        return serves(site) ? verdicts.getOrDefault(object, Verdict.UNKNOWN) : Verdict.BLOCKED;
    }
}
