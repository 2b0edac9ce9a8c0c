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
import org.deploynet.engine.cache.policy.PieceKey;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;

/** Looks up, reads and hashes. What does not verify is reported and never handed out. Safe from any thread. */
final class PieceReader implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PieceReader.class.getName());
    private static final long REMEMBERED_LAYER_BYTES = 16L * 1024 * 1024;
    private static final int LAYER_OBJECT_BYTES = 200;
    /** Only a piece that is moved twice during one read would need another. */
    private static final int LOOKS = 3;

    private final Shelf shelf;
    private final Rot rot;
    private final OpenFiles open = new OpenFiles();
    private final FailingPlaces failing = new FailingPlaces();
    private final SparePieces spare = new SparePieces();
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
        Optional<Verified> read = verified(id, piece);
        if (read.isEmpty()) {
            shelf.counters().misses.increment();
            return Optional.empty();
        }
        read.ifPresent(found -> notice(id, piece, found));
        return read.map(Verified::bytes);
    }

    /** Nobody looks at these bytes any more. */
    void finished(ByteBuffer piece) {
        spare.put(piece);
    }

    /** The same for the cache's own work: neither hit nor miss, and no sign of a visitor's interest. */
    Optional<ByteBuffer> unnoticed(ObjectId id, int piece) {
        return verified(id, piece).map(Verified::bytes);
    }

    private void notice(ObjectId id, int piece, Verified read) {
        int length = read.bytes().remaining();
        shelf.counters().hits.increment();
        shelf.counters().hitBytes.add(length);
        shelf.heat().used(PieceKey.of(id.a(), piece, length), read.segment());
        shelf.segments()
                .get(read.segment())
                .ifPresent(segment -> segment.readAt(shelf.clock().millis()));
    }

    private record Verified(ByteBuffer bytes, long segment) {}

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

    private Optional<Verified> verified(ObjectId id, int piece) {
        Optional<Found> before = Optional.empty();
        for (int look = 0; look < LOOKS; look++) {
            Optional<Found> found = shelf.index().find(id, piece);
            Optional<PieceLayer> layer = found.flatMap(known -> layer(id, known.objectBytes()));
            if (layer.isEmpty() || found.equals(before)) {
                return Optional.empty();
            }
            before = found;
            Place place = found.get().place();
            switch (read(place)) {
                case Got(ByteBuffer bytes)
                when layer.get().matches(piece, bytes) -> {
                    return Optional.of(new Verified(bytes, place.segment()));
                }
                case Got _, Never _ -> {
                    rot.piece(id, piece, place);
                    return Optional.empty();
                }
                // Either the disk fails for now, or the segment was dropped since the look-up; then the index knows by
                // now
                // where the piece was rescued to.
                case NotNow _ -> {}
            }
        }
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

    private Optional<ByteBuffer> read(SegmentFile segment, Place place) throws IOException {
        ByteBuffer bytes = spare.take(place.length());
        return segment.read(bytes, place.offset()) == place.length() ? Optional.of(bytes.flip()) : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}
