package org.deploynet.engine.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;

/**
 * Reads a segment's records from an offset to its end and keeps those whose payload verifies; behind a damaged one it looks
 * for the next header in steps of 64 bytes. For one thread; the segment is held by the caller.
 */
final class SegmentScan {
    private static final int WINDOW_BYTES = 2 * Pieces.PIECE_BYTES;

    /**
     * What was found.
     *
     * @param goodBytes the end of the last good record: what is behind it is a torn tail
     * @param sealed whether the last good record is the seal
     */
    record Result(long goodBytes, boolean sealed) {}

    private final SegmentFile segment;
    private final Function<RecordHeader, Optional<PieceLayer>> knownLayers;
    private final Map<ObjectId, List<LayerPart>> layerParts = new HashMap<>();
    private final Map<ObjectId, PieceLayer> layers = new HashMap<>();
    private final Consumer<SegmentKey> keys;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
    private long windowStart;
    private long goodBytes;
    private boolean sealed;

    /**
     * @param knownLayers the layers of objects whose layer lies before the place where the scan begins
     * @param keys is told of each good record, in order; a segment may have millions
     */
    SegmentScan(
            SegmentFile segment, Function<RecordHeader, Optional<PieceLayer>> knownLayers, Consumer<SegmentKey> keys) {
        this.segment = segment;
        this.knownLayers = knownLayers;
        this.keys = keys;
    }

    Result from(long start) throws IOException {
        goodBytes = start;
        long at = start;
        while (has(at, RecordHeader.BYTES)) {
            Optional<RecordHeader> header = RecordHeader.decode(window, (int) (at - windowStart), segment.epoch());
            at += header.isPresent() && take(header.get(), at) ? header.get().recordBytes() : RecordHeader.BYTES;
        }
        return new Result(goodBytes, sealed);
    }

    /**
     * Reads the key list of a sealed segment, and no payload; false when it is not sealed or the list is damaged, and then
     * {@code keys} may have been told of some.
     */
    static boolean keyList(SegmentFile segment, Consumer<SegmentKey> keys) throws IOException {
        ByteBuffer end = ByteBuffer.allocate(RecordHeader.BYTES);
        if (segment.bytes() < RecordHeader.BYTES
                || segment.read(end, segment.bytes() - RecordHeader.BYTES) < RecordHeader.BYTES) {
            return false;
        }
        Optional<RecordHeader> seal = RecordHeader.decode(end, 0, segment.epoch());
        return seal.isPresent()
                && seal.get().kind() == RecordHeader.Kind.SEAL
                && new SegmentScan(segment, header -> Optional.empty(), keys).tellsAllBefore(seal.get());
    }

    private boolean tellsAllBefore(RecordHeader seal) throws IOException {
        long at = seal.objectBytes();
        for (int part = 0; part < seal.part(); part++) {
            Optional<RecordHeader> header = at >= 0 && has(at, RecordHeader.BYTES)
                    ? RecordHeader.decode(window, (int) (at - windowStart), segment.epoch())
                    : Optional.empty();
            if (header.isEmpty() || header.get().kind() != RecordHeader.Kind.KEYS || !isKeyList(header.get(), at)) {
                return false;
            }
            SegmentKey.decode(payload(header.get(), at)).forEach(keys);
            at += header.get().recordBytes();
        }
        return true;
    }

    // A record whose header holds and whose payload does not is stepped through like any damage: its length may lie.
    private boolean take(RecordHeader header, long at) throws IOException {
        if (!has(at, header.recordBytes()) || !verifies(header, at)) {
            return false;
        }
        goodBytes = at + header.recordBytes();
        sealed = header.kind() == RecordHeader.Kind.SEAL;
        return true;
    }

    private boolean verifies(RecordHeader header, long at) throws IOException {
        return switch (header.kind()) {
            case PIECE -> isSane(header) && keepPiece(header, at);
            case LAYER -> isSane(header) && keepLayer(header, at);
            case HOLDER -> keepHolder(header, at);
            case KEYS -> isKeyList(header, at);
            case SEAL -> header.length() == 0;
        };
    }

    private static boolean isSane(RecordHeader header) {
        return header.objectBytes() > 0
                && header.objectBytes() <= Pieces.MAX_OBJECT_BYTES
                && header.part() >= 0
                && header.part() < Pieces.count(header.objectBytes());
    }

    private boolean keepPiece(RecordHeader header, long at) {
        Optional<PieceLayer> layer = layerOf(header);
        if (layer.isEmpty() || !layer.get().matches(header.part(), payload(header, at))) {
            return false;
        }
        keys.accept(key(header, at, Optional.empty()));
        return true;
    }

    private Optional<PieceLayer> layerOf(RecordHeader header) {
        return Pieces.needsLayer(header.objectBytes())
                ? Optional.ofNullable(layers.get(header.id())).or(() -> knownLayers.apply(header))
                : Optional.of(PieceLayer.ofSinglePiece(header.id(), header.objectBytes()));
    }

    // Parts come in order; all of them count once the last makes the layer fold up to the object's id.
    private boolean keepLayer(RecordHeader header, long at) {
        var parts = layerParts.computeIfAbsent(header.id(), id -> new ArrayList<>());
        if (header.part() == 0) {
            parts.clear();
        }
        parts.add(new LayerPart(key(header, at, Optional.empty()), copy(payload(header, at))));
        int layerBytes = Pieces.layerBytes(header.objectBytes());
        if (parts.stream().mapToInt(part -> part.bytes().length).sum() < layerBytes) {
            return true;
        }
        layerParts.remove(header.id());
        ByteBuffer whole = ByteBuffer.allocate(
                parts.stream().mapToInt(part -> part.bytes().length).sum());
        parts.forEach(part -> whole.put(part.bytes()));
        Optional<PieceLayer> layer = PieceLayer.verify(header.id(), header.objectBytes(), whole.array());
        layer.ifPresent(verified -> {
            layers.put(header.id(), verified);
            parts.forEach(part -> keys.accept(part.key()));
        });
        return layer.isPresent();
    }

    private record LayerPart(SegmentKey key, byte[] bytes) {}

    private static byte[] copy(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        return bytes;
    }

    private boolean keepHolder(RecordHeader header, long at) {
        if (header.length() != SiteBytes.BYTES || crc(payload(header, at)) != header.part()) {
            return false;
        }
        keys.accept(key(header, at, Optional.of(SiteBytes.read(payload(header, at)))));
        return true;
    }

    private boolean isKeyList(RecordHeader header, long at) throws IOException {
        return has(at, header.recordBytes()) && Sha256.of(payload(header, at)).equals(header.id());
    }

    static int crc(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    private static SegmentKey key(RecordHeader header, long at, Optional<org.deploynet.protocol.key.KeyId> site) {
        return new SegmentKey(
                header.kind(),
                header.id(),
                header.part(),
                header.length(),
                at + RecordHeader.BYTES,
                header.objectBytes(),
                site);
    }

    private ByteBuffer payload(RecordHeader header, long at) {
        return window.slice((int) (at - windowStart) + RecordHeader.BYTES, header.length());
    }

    // After this the bytes from at are in the window, if the file has them.
    private boolean has(long at, long bytes) throws IOException {
        if (at >= windowStart && at + bytes <= windowStart + window.limit()) {
            return true;
        }
        window.clear();
        windowStart = at;
        segment.read(window, at);
        window.flip();
        return bytes <= window.limit();
    }
}
