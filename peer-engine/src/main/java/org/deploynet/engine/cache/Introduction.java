package org.deploynet.engine.cache;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deploynet.engine.cache.RecordHeader.Kind;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.key.KeyId;

/**
 * What a segment must say of an object before its first piece there: for whom it is kept, and its layer. So each segment can
 * be replayed by itself, and losing one never makes another unreadable. For the committer's thread.
 */
final class Introduction {
    private static final int REMEMBERED_OBJECTS = 50_000;

    private final CacheIndex index;
    private final Map<ObjectId, Set<KeyId>> known = new HashMap<>();
    private long segment;

    Introduction(CacheIndex index) {
        this.index = index;
    }

    /** One record to append. */
    record Item(Kind kind, int part, ByteBuffer payload, Optional<KeyId> site) {}

    static long mostBytes(PieceLayer layer) {
        return mostBytes(layer.objectBytes());
    }

    static long mostBytes(long objectBytes) {
        return 2 * RecordHeader.recordBytes(SiteBytes.BYTES)
                + (Pieces.needsLayer(objectBytes) ? Pieces.layerBytes(objectBytes) + 8L * 2 * RecordHeader.BYTES : 0);
    }

    /**
     * What is missing in the segment; it counts as said from now on, until {@link #forget}.
     *
     * @param fresh whether the index knows nothing of the object, and need not be asked
     */
    List<Item> missing(Put put, SegmentFile into, boolean fresh) {
        if (segment != into.id() || known.size() > REMEMBERED_OBJECTS) {
            forget();
            segment = into.id();
        }
        boolean first = !known.containsKey(put.id());
        Set<KeyId> said = known.computeIfAbsent(
                put.id(), id -> fresh ? new HashSet<>() : new HashSet<>(index.holdersIn(id, into.id())));
        var items = new ArrayList<Item>();
        for (KeyId site : said.isEmpty() && !fresh ? allHolders(put) : Set.of(put.site())) {
            if (said.add(site)) {
                items.add(holder(site));
            }
        }
        boolean needsLayer = first && Pieces.needsLayer(put.layer().objectBytes());
        if (needsLayer && (fresh || !index.hasLayer(put.id(), into.id()))) {
            items.addAll(parts(put.layer()));
        }
        return items;
    }

    /** Nothing counts as said any more; the index is asked again. */
    void forget() {
        known.clear();
    }

    private Set<KeyId> allHolders(Put put) {
        var sites = new HashSet<>(index.holders(put.id()));
        sites.add(put.site());
        return sites;
    }

    private static Item holder(KeyId site) {
        ByteBuffer payload = ByteBuffer.wrap(SiteBytes.of(site));
        return new Item(Kind.HOLDER, SegmentScan.crc(payload.duplicate()), payload, Optional.of(site));
    }

    private static List<Item> parts(PieceLayer layer) {
        byte[] bytes = layer.toBytes();
        var parts = new ArrayList<Item>();
        for (int at = 0; at < bytes.length; at += Pieces.PIECE_BYTES) {
            int length = Math.min(Pieces.PIECE_BYTES, bytes.length - at);
            parts.add(new Item(Kind.LAYER, parts.size(), ByteBuffer.wrap(bytes, at, length), Optional.empty()));
        }
        return parts;
    }
}
