package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deploynet.engine.cache.RecordHeader.Kind;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.key.KeyId;

/** Records that are appended to one segment with one force. For one thread. */
final class Batch {
    private static final ByteBuffer ZEROS =
            ByteBuffer.allocate(RecordHeader.BYTES).asReadOnlyBuffer();

    private final SegmentFile segment;
    private final List<ByteBuffer> buffers = new ArrayList<>();
    private final List<SegmentKey> keys = new ArrayList<>();
    private final long start;
    private long end;

    Batch(SegmentFile segment) {
        this.segment = segment;
        this.start = segment.bytes();
        this.end = start;
    }

    /** What ends a sealed segment. */
    static Batch keyList(SegmentFile segment, List<SegmentKey> keys) {
        var list = new Batch(segment);
        List<ByteBuffer> payloads = SegmentKey.encode(keys);
        for (int part = 0; part < payloads.size(); part++) {
            list.add(Kind.KEYS, Sha256.of(payloads.get(part)), part, 0, payloads.get(part), Optional.empty());
        }
        ByteBuffer nothing = ByteBuffer.allocate(0);
        list.add(Kind.SEAL, Sha256.of(nothing), payloads.size(), list.start(), nothing, Optional.empty());
        return list;
    }

    void add(Kind kind, ObjectId id, int part, long objectBytes, ByteBuffer payload, Optional<KeyId> site) {
        var header = new RecordHeader(kind, id, part, payload.remaining(), objectBytes, segment.epoch());
        keys.add(new SegmentKey(kind, id, part, payload.remaining(), end + RecordHeader.BYTES, objectBytes, site));
        buffers.add(header.encode());
        buffers.add(payload.duplicate());
        int padding = (int) (header.recordBytes() - RecordHeader.BYTES - payload.remaining());
        buffers.add(ZEROS.duplicate().limit(padding));
        end += header.recordBytes();
    }

    SegmentFile segment() {
        return segment;
    }

    long start() {
        return start;
    }

    long end() {
        return end;
    }

    long bytes() {
        return end - start;
    }

    List<SegmentKey> keys() {
        return keys;
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    void append() throws IOException {
        segment.append(buffers.toArray(ByteBuffer[]::new));
    }
}
