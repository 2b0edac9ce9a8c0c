package org.deploynet.engine.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.key.KeyId;

/** Appends pieces again, so that the segment they lie in can go: read, hashed, forced and indexed in groups. For the committer's thread. */
final class PieceMover {
    private static final long GROUP_BYTES = 8L * Pieces.PIECE_BYTES;

    private final Shelf shelf;
    private final SegmentWriter writer;
    private final PieceReader reader;

    PieceMover(Shelf shelf, SegmentWriter writer, PieceReader reader) {
        this.shelf = shelf;
        this.writer = writer;
        this.reader = reader;
    }

    /** What came of it. Left are those for which {@code room} did not suffice; what rotted or nobody holds is neither. */
    record Moved(long bytes, int left) {
        private static final Moved NOTHING = new Moved(0, 0);

        private Moved and(Moved other) {
            return new Moved(bytes + other.bytes, left + other.left);
        }
    }

    /** When this returns, what was moved is durable at its new place. What it takes beyond {@code room} is made. */
    Moved move(List<SegmentKey> pieces, Reservation room) throws IOException {
        var moved = Moved.NOTHING;
        var group = new ArrayList<Put>();
        long bytes = 0;
        for (SegmentKey key : pieces) {
            Optional<Put> copy = copy(key, room);
            copy.ifPresent(group::add);
            bytes += copy.map(Put::mostBytes).orElse(0L);
            if (bytes > Math.min(GROUP_BYTES, writer.mostGroupBytes())) {
                moved = moved.and(write(group));
                group.clear();
                bytes = 0;
            }
        }
        return moved.and(write(group));
    }

    private Moved write(List<Put> group) throws IOException {
        writer.copy(group);
        int left = 0;
        long bytes = 0;
        for (Put put : group) {
            if (put.done().isCompletedExceptionally()) {
                left++;
            } else {
                bytes += put.bytes().remaining();
            }
        }
        return new Moved(bytes, left);
    }

    private Optional<Put> copy(SegmentKey key, Reservation room) {
        Optional<PieceLayer> layer = reader.layer(key.id(), key.objectBytes());
        List<KeyId> holders = shelf.index().holders(key.id());
        return layer.filter(any -> !holders.isEmpty())
                .flatMap(known -> reader.unnoticed(key.id(), key.part())
                        .map(bytes -> Put.copy(holders.getFirst(), known, key.part(), bytes, room)));
    }
}
