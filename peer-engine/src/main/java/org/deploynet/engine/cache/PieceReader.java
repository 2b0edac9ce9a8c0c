package org.deploynet.engine.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.deploynet.engine.cache.CacheIndex.Found;
import org.deploynet.engine.cache.CacheIndex.Place;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;

/** Looks up, reads and hashes. What does not verify is reported and never handed out. Safe from any thread. */
final class PieceReader implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PieceReader.class.getName());
    private static final long REMEMBERED_LAYER_BYTES = 16L * 1024 * 1024;
    private static final int LAYER_OBJECT_BYTES = 200;

    private final Shelf shelf;
    private final Rot rot;
    private final OpenFiles open = new OpenFiles();
    private final Cache<ObjectId, PieceLayer> layers = Caffeine.newBuilder()
            .maximumWeight(REMEMBERED_LAYER_BYTES)
            .weigher((ObjectId id, PieceLayer layer) -> LAYER_OBJECT_BYTES + Pieces.layerBytes(layer.objectBytes()))
            .executor(Runnable::run)
            .build();

    /** What to do about bytes that no longer verify. Called on a reader's thread; must not block. */
    interface Rot {
        void piece(ObjectId id, int piece, Place place);

        void layer(ObjectId id, long segment);
    }

    PieceReader(Shelf shelf, Rot rot) {
        this.shelf = shelf;
        this.rot = rot;
    }

    /** The verified bytes; empty if the piece is not kept or its bytes rotted. */
    Optional<ByteBuffer> piece(ObjectId id, int piece) {
        Optional<ByteBuffer> bytes = shelf.index().find(id, piece).flatMap(found -> verified(id, piece, found));
        if (bytes.isPresent()) {
            shelf.counters().hits.increment();
            shelf.counters().hitBytes.add(bytes.get().remaining());
        } else {
            shelf.counters().misses.increment();
        }
        return bytes;
    }

    /** The layer of an object of this size, from memory or from any segment that has it. */
    Optional<PieceLayer> layer(ObjectId id, long objectBytes) {
        if (!Pieces.needsLayer(objectBytes)) {
            return Optional.of(PieceLayer.ofSinglePiece(id, objectBytes));
        }
        PieceLayer known = layers.getIfPresent(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<PieceLayer> read = readLayer(id, objectBytes);
        read.ifPresent(layer -> layers.put(id, layer));
        return read;
    }

    private Optional<ByteBuffer> verified(ObjectId id, int piece, Found found) {
        Optional<PieceLayer> layer = layer(id, found.objectBytes());
        if (layer.isEmpty()) {
            return Optional.empty();
        }
        Optional<Optional<ByteBuffer>> read = read(found.place());
        if (read.isEmpty()) {
            // The segment was dropped, or its piece moved, since the look-up.
            return Optional.empty();
        }
        if (read.get().isPresent() && layer.get().matches(piece, read.get().get())) {
            return read.get();
        }
        rot.piece(id, piece, found.place());
        return Optional.empty();
    }

    private Optional<PieceLayer> readLayer(ObjectId id, long objectBytes) {
        List<Place> parts = shelf.index().layerParts(id);
        for (long segment : parts.stream().mapToLong(Place::segment).distinct().toArray()) {
            Optional<PieceLayer> layer = readLayer(
                    id,
                    objectBytes,
                    parts.stream().filter(part -> part.segment() == segment).toList());
            if (layer.isPresent()) {
                return layer;
            }
        }
        return Optional.empty();
    }

    private Optional<PieceLayer> readLayer(ObjectId id, long objectBytes, List<Place> parts) {
        ByteBuffer bytes = ByteBuffer.allocate(Pieces.layerBytes(objectBytes));
        for (Place part : parts) {
            Optional<Optional<ByteBuffer>> read = read(part);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            read.get()
                    .filter(payload -> payload.remaining() <= bytes.remaining())
                    .ifPresent(bytes::put);
        }
        Optional<PieceLayer> layer = PieceLayer.verify(id, objectBytes, bytes.array());
        if (layer.isEmpty()) {
            rot.layer(id, parts.getFirst().segment());
        }
        return layer;
    }

    /** Outer empty: the segment is gone. Inner empty: it cannot be read there. */
    private Optional<Optional<ByteBuffer>> read(Place place) {
        Optional<SegmentFile> segment = shelf.segments().get(place.segment());
        try {
            if (segment.isEmpty() || !segment.get().acquire()) {
                return Optional.empty();
            }
            try {
                segment.get().readAt(shelf.clock().millis());
                return Optional.of(read(segment.get(), place));
            } finally {
                segment.get().releaseOpen();
                open.read(segment.get());
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "reading segment " + place.segment(), e);
            return Optional.of(Optional.empty());
        }
    }

    private static Optional<ByteBuffer> read(SegmentFile segment, Place place) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(place.length());
        return segment.read(bytes, place.offset()) == place.length() ? Optional.of(bytes.flip()) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}
