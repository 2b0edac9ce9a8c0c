package org.deploynet.engine.cache;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Makes room by dropping whole segments, the longest unread first, never one that somebody reads. Order of removal: index
 * transaction, last reader gone, unlink. For the committer's thread.
 */
final class Evictor {
    private static final System.Logger LOG = System.getLogger(Evictor.class.getName());
    private static final int OBJECTS_A_STEP = 200;

    private final Shelf shelf;
    private final List<SegmentFile> dying = new ArrayList<>();

    Evictor(Shelf shelf) {
        this.shelf = shelf;
    }

    /** Sets {@code bytes} aside, evicting for them if need be; false if that is not enough, then little or nothing goes. */
    boolean reserve(long bytes) {
        if (shelf.room().reserve(bytes)) {
            return true;
        }
        shelf.room().measure();
        return makeRoom(bytes) && shelf.room().reserve(bytes);
    }

    /** Evicts until {@code bytes} fit. */
    boolean makeRoom(long bytes) {
        reap();
        while (!shelf.room().fits(bytes)) {
            Optional<SegmentFile> victim = longestUnread();
            if (victim.isEmpty() || !shelf.room().couldFit(bytes, evictableBytes())) {
                return false;
            }
            shelf.counters().evictedBytes.add(victim.get().bytes());
            drop(victim.get());
        }
        return true;
    }

    /** Forgets all of a segment and removes its file, now or when its last reader is gone. */
    void drop(SegmentFile segment) {
        shelf.index().write(change -> {
            change.markDropped(segment);
            return segment.id();
        });
        shelf.segments().remove(segment);
        dropFile(segment);
        forgetRows(segment.id());
        dying.add(segment);
        reap();
    }

    private static void dropFile(SegmentFile segment) {
        try {
            segment.drop();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "closing " + segment.path(), e);
        }
    }

    /** Deletes the rows of a segment in steps, so that the write-ahead log stays short. */
    void forgetRows(long segment) {
        IndexChange.Dropped step;
        do {
            step = shelf.index().write(change -> change.dropSome(segment, OBJECTS_A_STEP));
        } while (step.objects() == OBJECTS_A_STEP);
    }

    /** Unlinks what was dropped and is no longer read. */
    void reap() {
        dying.removeIf(this::unlinked);
    }

    /** Whether files of dropped segments are still there. */
    boolean isWaiting() {
        return !dying.isEmpty();
    }

    private boolean unlinked(SegmentFile segment) {
        if (segment.isHeld()) {
            return false;
        }
        try {
            shelf.disk().unlink(segment.path());
            shelf.disk().forceFolder(shelf.folder());
            shelf.room().unlinked(segment.bytes());
            shelf.index().write(change -> {
                change.forgetSegment(segment.id());
                return segment.id();
            });
            return true;
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot remove " + segment.path() + ", trying again", e);
            return false;
        }
    }

    private Optional<SegmentFile> longestUnread() {
        return shelf.segments().all().stream()
                .filter(segment -> !segment.isHeld())
                .min(Comparator.comparingLong(SegmentFile::lastReadMillis).thenComparingLong(SegmentFile::id));
    }

    private long evictableBytes() {
        return shelf.segments().all().stream()
                .filter(segment -> !segment.isHeld())
                .mapToLong(SegmentFile::bytes)
                .sum();
    }
}
