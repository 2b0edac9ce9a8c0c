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
    private final FailingPlaces failing = new FailingPlaces();
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
        return switch (read(found.place())) {
            case Got(ByteBuffer bytes) when layer.get().matches(piece, bytes) -> Optional.of(bytes);
            // The segment was dropped, or its piece moved, since the look-up; or the disk fails for now.
            case NotNow _ -> Optional.empty();
            case Got _, Never _ -> {
                rot.piece(id, piece, found.place());
                yield Optional.empty();
            }
        };
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
            switch (read(part)) {
                case NotNow _ -> {
                    return Optional.empty();
                }
                case Got(ByteBuffer payload) when payload.remaining() <= bytes.remaining() -> bytes.put(payload);
                case Got _, Never _ -> {}
            }
        }
        Optional<PieceLayer> layer = PieceLayer.verify(id, objectBytes, bytes.array());
        if (layer.isEmpty()) {
            rot.layer(id, parts.getFirst().segment());
        }
        return layer;
    }

    /** What reading a place gave. */
    private sealed interface Bytes {}

    private record Got(ByteBuffer bytes) implements Bytes {}

    /** The segment is gone, or the disk fails. */
    private record NotNow() implements Bytes {}

    /** The file ends before it, or the disk has failed there for long. */
    private record Never() implements Bytes {}

    private Bytes read(Place place) {
        Optional<SegmentFile> segment = shelf.segments().get(place.segment());
        try {
            if (segment.isEmpty() || !segment.get().acquire()) {
                return new NotNow();
            }
            try {
                segment.get().readAt(shelf.clock().millis());
                Optional<ByteBuffer> bytes = read(segment.get(), place);
                failing.answered(place);
                return bytes.isPresent() ? new Got(bytes.get()) : new Never();
            } finally {
                segment.get().releaseOpen();
                open.read(segment.get());
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "reading segment " + place.segment(), e);
            return failing.isForGood(place, shelf.clock().millis()) ? new Never() : new NotNow();
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
