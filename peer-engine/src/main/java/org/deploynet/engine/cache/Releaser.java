package org.deploynet.engine.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.deploynet.engine.cache.RecordHeader.Kind;
import org.deploynet.engine.cache.policy.PieceKey;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.key.KeyId;

/** Gives up what a site no longer wants, and deletes what was purged. For the committer's thread. */
final class Releaser {
    private static final int OBJECTS_A_STEP = 200;

    private final Shelf shelf;
    private final Evictor evictor;
    private final SegmentWriter writer;
    private final PieceMover mover;

    Releaser(Shelf shelf, Evictor evictor, SegmentWriter writer, PieceMover mover) {
        this.shelf = shelf;
        this.evictor = evictor;
        this.writer = writer;
        this.mover = mover;
    }

    /** Drops the site's claim on all but {@code kept}; unread segments left without a piece go. */
    void retain(KeyId site, Set<ObjectId> kept) {
        dropClaims(
                site, objectsOf(site).stream().filter(id -> !kept.contains(id)).toList());
        dropEmptySegments();
    }

    /**
     * Gives up what is cold of the site and held by it alone, the oldest first, until {@code bytes} are gone; false, and
     * nothing goes, if there is not so much.
     */
    boolean giveUpCold(KeyId site, long bytes) {
        var cold = new ArrayList<ObjectId>();
        long found = 0;
        for (CacheIndex.Owned object : shelf.index().ownedAlone(site)) {
            if (found >= bytes) {
                break;
            }
            if (isCold(object)) {
                cold.add(object.id());
                found += object.keptBytes();
            }
        }
        if (found < bytes) {
            return false;
        }
        dropClaims(site, cold);
        dropEmptySegments();
        return true;
    }

    private boolean isCold(CacheIndex.Owned object) {
        return IntStream.range(0, Pieces.count(object.objectBytes()))
                .allMatch(piece -> shelf.heat()
                                .worth(PieceKey.of(object.id().a(), piece, Pieces.length(object.objectBytes(), piece)))
                        == 0);
    }

    /** Drops the site's claims and wipes the bytes that nobody else holds, by rewriting the segments they lie in. */
    void purge(KeyId site, List<ObjectId> objects) {
        Set<ObjectId> named = new HashSet<>(objects.isEmpty() ? objectsOf(site) : objects);
        var touched = new TreeSet<Long>();
        named.forEach(id -> touched.addAll(segmentsOf(id)));
        dropClaims(site, List.copyOf(named));
        for (long segment : touched) {
            wipe(segment);
        }
    }

    private void dropClaims(KeyId site, List<ObjectId> objects) {
        for (int from = 0; from < objects.size(); from += OBJECTS_A_STEP) {
            List<ObjectId> step = objects.subList(from, Math.min(objects.size(), from + OBJECTS_A_STEP));
            shelf.index()
                    .write(change -> step.stream()
                            .mapToInt(id -> change.dropHolder(id, site))
                            .sum());
        }
        writer.forgetIntroductions();
    }

    private void dropEmptySegments() {
        for (long id : shelf.index().write(IndexChange::emptySegments)) {
            shelf.segments().get(id).filter(segment -> !segment.isHeld()).ifPresent(evictor::drop);
        }
    }

    /**
     * Removes the segment after copying what is held of it. Without room for the copy the whole segment goes: this is a
     * cache, and an order to delete comes first.
     */
    void wipe(long id) {
        Optional<SegmentFile> behind = shelf.segments().get(id).filter(SegmentFile::isBehind);
        if (behind.isPresent()) {
            // What is not indexed yet would go with it.
            behind.get().wipeWhenIndexed();
            return;
        }
        try {
            if (writer.isOpen(id)) {
                writer.seal();
            }
            copyLive(id);
        } catch (IOException e) {
            throw new UncheckedIOException("wiping what was purged", e);
        } finally {
            shelf.segments().get(id).ifPresent(evictor::drop);
        }
    }

    private void copyLive(long segment) throws IOException {
        List<SegmentKey> pieces = shelf.index().keysOf(segment).stream()
                .filter(key -> key.kind() == Kind.PIECE)
                .toList();
        mover.move(pieces, new Reservation(shelf.room(), 0));
    }

    private List<ObjectId> objectsOf(KeyId site) {
        return shelf.index().write(change -> change.objectsOf(site));
    }

    private List<Long> segmentsOf(ObjectId id) {
        return shelf.index().write(change -> change.segmentsOf(id));
    }
}
