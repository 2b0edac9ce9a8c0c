package org.deploynet.engine.cache;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deploynet.engine.cache.policy.PieceKey;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.key.KeyId;

/**
 * One entry of the key list that ends a sealed segment: enough to index the record without reading its payload.
 *
 * @param site whom the object is kept for; only in a HOLDER entry
 */
record SegmentKey(
        RecordHeader.Kind kind,
        ObjectId id,
        int part,
        int length,
        long offset,
        long objectBytes,
        Optional<KeyId> site) {
    private static final int FIXED_BYTES = 57;
    static final int MAX_BYTES = FIXED_BYTES + SiteBytes.BYTES;

    /** How the policy knows the piece. */
    long heatKey() {
        return PieceKey.of(id.a(), part, length);
    }

    /** Cuts the list into payloads of at most 256 KiB. */
    static List<ByteBuffer> encode(List<SegmentKey> keys) {
        var payloads = new ArrayList<ByteBuffer>();
        ByteBuffer payload = ByteBuffer.allocate(Pieces.PIECE_BYTES);
        for (SegmentKey key : keys) {
            if (payload.remaining() < MAX_BYTES) {
                payloads.add(payload.flip());
                payload = ByteBuffer.allocate(Pieces.PIECE_BYTES);
            }
            key.putInto(payload);
        }
        payloads.add(payload.flip());
        return payloads;
    }

    /** Reads one payload, whose hash the caller has checked. */
    static List<SegmentKey> decode(ByteBuffer payload) {
        var keys = new ArrayList<SegmentKey>();
        while (payload.remaining() >= FIXED_BYTES) {
            keys.add(read(payload));
        }
        return keys;
    }

    private void putInto(ByteBuffer payload) {
        payload.put(kind.code()).put(id.toBytes());
        payload.putInt(part).putInt(length).putLong(offset).putLong(objectBytes);
        site.ifPresent(holder -> payload.put(SiteBytes.of(holder)));
    }

    private static SegmentKey read(ByteBuffer payload) {
        var kind = RecordHeader.Kind.of(payload.get()).orElseThrow();
        var id = new ObjectId(payload.getLong(), payload.getLong(), payload.getLong(), payload.getLong());
        int part = payload.getInt();
        int length = payload.getInt();
        long offset = payload.getLong();
        long objectBytes = payload.getLong();
        Optional<KeyId> site =
                kind == RecordHeader.Kind.HOLDER ? Optional.of(SiteBytes.read(payload)) : Optional.empty();
        return new SegmentKey(kind, id, part, length, offset, objectBytes, site);
    }
}
