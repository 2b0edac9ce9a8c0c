package org.deploynet.engine.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deploynet.engine.cache.RecordHeader.Kind;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;

/**
 * Everything the index says of one segment, read and hashed in the order in which it lies on disk. No reader's doing: neither
 * heat nor hits nor the time of the last read are touched. For the scrubber's thread.
 */
final class SegmentCheck {
    private static final System.Logger LOG = System.getLogger(SegmentCheck.class.getName());
    private static final long REMEMBERED_LAYER_BYTES = 8L * 1024 * 1024;
    private static final int LAYER_OBJECT_BYTES = 200;

    /** Who is told what was found of each key. */
    interface Findings {
        void good(SegmentKey key);

        void rotten(SegmentKey key);

        /** The disk did not give its bytes, twice. */
        void unreadable(SegmentKey key);
    }

    private final SegmentFile segment;
    private final Function<SegmentKey, Optional<PieceLayer>> elsewhere;
    private final List<SegmentKey> keys;
    private final Map<ObjectId, List<SegmentKey>> layerParts;
    private final Cache<ObjectId, Optional<PieceLayer>> layers = Caffeine.newBuilder()
            .maximumWeight(REMEMBERED_LAYER_BYTES)
            .weigher((ObjectId id, Optional<PieceLayer> layer) -> LAYER_OBJECT_BYTES
                    + layer.map(known -> Pieces.layerBytes(known.objectBytes())).orElse(0))
            .executor(Runnable::run)
            .build();
    private int at;

    /**
     * @param all what the index says of the segment
     * @param elsewhere gives the layer of a piece whose segment has none, which no segment we write lacks
     */
    SegmentCheck(
            SegmentFile segment,
            List<SegmentKey> all,
            long fromOffset,
            Function<SegmentKey, Optional<PieceLayer>> elsewhere) {
        this.segment = segment;
        this.elsewhere = elsewhere;
        this.layerParts = all.stream()
                .filter(key -> key.kind() == Kind.LAYER)
                .sorted(Comparator.comparingInt(SegmentKey::part))
                .collect(Collectors.groupingBy(SegmentKey::id));
        this.keys = all.stream()
                .filter(key -> key.kind() == Kind.PIECE || (key.kind() == Kind.LAYER && key.part() == 0))
                .filter(key -> key.offset() >= fromOffset)
                .sorted(Comparator.comparingLong(SegmentKey::offset))
                .toList();
    }

    long segment() {
        return segment.id();
    }

    boolean isOver() {
        return at == keys.size();
    }

    /** Where the next key lies; only while it is not over. */
    long offset() {
        return keys.get(at).offset();
    }

    /** Checks on until about {@code bytes} were read; returns how many were. A segment that was dropped is over. */
    long read(long bytes, Findings findings) {
        try {
            if (!segment.acquire()) {
                at = keys.size();
                return 0;
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "opening " + segment.path(), e);
            findings.unreadable(keys.get(at++));
            return 0;
        }
        try {
            return readHeld(bytes, findings);
        } finally {
            release();
        }
    }

    private long readHeld(long bytes, Findings findings) {
        long read = 0;
        while (read < bytes && !isOver()) {
            SegmentKey key = keys.get(at++);
            read += key.length();
            try {
                check(key, findings);
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "reading " + segment.path() + " at " + key.offset(), e);
                findings.unreadable(key);
            }
        }
        return read;
    }

    private void release() {
        try {
            segment.release();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "closing " + segment.path(), e);
        }
    }

    private void check(SegmentKey key, Findings findings) throws IOException {
        Optional<PieceLayer> layer = layer(key, findings);
        if (layer.isPresent() && key.kind() == Kind.PIECE) {
            boolean good = layer.get().matches(key.part(), read(key.length(), key.offset()));
            tell(good, key, findings);
        } else if (layer.isPresent()) {
            findings.good(key);
        }
    }

    private static void tell(boolean good, SegmentKey key, Findings findings) {
        if (good) {
            findings.good(key);
        } else {
            findings.rotten(key);
        }
    }

    /** Empty when it rotted; then that has been told, and its pieces are not worth a word of their own. */
    private Optional<PieceLayer> layer(SegmentKey key, Findings findings) throws IOException {
        if (!Pieces.needsLayer(key.objectBytes())) {
            return Optional.of(PieceLayer.ofSinglePiece(key.id(), key.objectBytes()));
        }
        Optional<PieceLayer> known = layers.getIfPresent(key.id());
        if (known != null) {
            return known;
        }
        List<SegmentKey> parts = layerParts.getOrDefault(key.id(), List.of());
        Optional<PieceLayer> read = parts.isEmpty() ? elsewhere.apply(key) : readLayer(key, parts);
        if (read.isEmpty() && !parts.isEmpty()) {
            findings.rotten(parts.getFirst());
        }
        layers.put(key.id(), read);
        return read;
    }

    private Optional<PieceLayer> readLayer(SegmentKey key, List<SegmentKey> parts) throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(Pieces.layerBytes(key.objectBytes()));
        for (SegmentKey part : parts) {
            if (part.length() > whole.remaining()) {
                return Optional.empty();
            }
            whole.put(read(part.length(), part.offset()));
        }
        return PieceLayer.verify(key.id(), key.objectBytes(), whole.array());
    }

    // Once more, as a disk that stumbles is no reason to give anything up. What lies behind the end is as good as
    // rotten.
    private ByteBuffer read(int length, long offset) throws IOException {
        try {
            return readOnce(length, offset);
        } catch (IOException e) {
            return readOnce(length, offset);
        }
    }

    private ByteBuffer readOnce(int length, long offset) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        segment.read(bytes, offset);
        return bytes.flip();
    }
}
