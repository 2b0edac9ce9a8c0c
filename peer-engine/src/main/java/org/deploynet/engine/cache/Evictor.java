package org.deploynet.engine.cache;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.deploynet.engine.cache.policy.Candidate;
import org.deploynet.engine.cache.policy.Heat;

/**
 * Makes room by dropping whole segments, the coldest first, never one that somebody reads; what is hot in them is rescued
 * before. Order of removal: rescue, index transaction, last reader gone, unlink. For the committer's thread.
 */
final class Evictor {
    private static final System.Logger LOG = System.getLogger(Evictor.class.getName());
    private static final int OBJECTS_A_STEP = 200;

    private final Shelf shelf;
    private final List<SegmentFile> dying = new ArrayList<>();
    private Optional<Rescuer> rescuer = Optional.empty();
    private boolean evicting;

    Evictor(Shelf shelf) {
        this.shelf = shelf;
    }

    /** From now on hot pieces are rescued; before, while the cache is opened, nothing can be appended. */
    void rescueBy(Rescuer ready) {
        rescuer = Optional.of(ready);
        ready.begin();
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
        if (shelf.room().fits(bytes)) {
            return true;
        }
        // A rescue that finds the room set aside too small does without: it never evicts for itself.
        return !evicting && evictFor(bytes);
    }

    private boolean evictFor(long bytes) {
        evicting = true;
        try {
            shelf.heat().fitTo(evictableBytes());
            while (!shelf.room().fits(bytes)) {
                if (!evictOne(bytes)) {
                    return false;
                }
            }
            return true;
        } finally {
            evicting = false;
        }
    }

    private boolean evictOne(long bytes) {
        long evictable = evictableBytes();
        if (!shelf.room().couldFit(bytes, evictable)) {
            return false;
        }
        // If the room could not be had with every rescue at its most, nothing is rescued: it must end.
        boolean rescues = shelf.room().couldFit(bytes, evictable - Heat.mostRescued(evictable));
        for (SegmentFile victim : coldestFirst()) {
            Fate fate = evict(victim, rescues, bytes > 0);
            if (fate != Fate.STAYS) {
                return fate == Fate.GOES;
            }
        }
        return false;
    }

    /** What comes of a segment that was to go. */
    private enum Fate {
        GOES,
        /** For a pinned site. */
        STAYS,
        /** The disk takes no rescue; what is there is not given up only to grow. */
        NOT_NOW
    }

    private Fate evict(SegmentFile victim, boolean rescues, boolean toGrow) {
        long rescued = 0;
        try {
            if (rescues && rescuer.isPresent()) {
                OptionalLong saved = rescuer.get().rescueFrom(victim);
                if (saved.isEmpty()) {
                    return Fate.STAYS;
                }
                rescued = saved.getAsLong();
            } else if (rescuer.isPresent() && rescuer.get().isPinned(victim)) {
                return Fate.STAYS;
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "rescuing from " + victim.path(), e);
            if (toGrow) {
                return Fate.NOT_NOW;
            }
            if (rescuer.get().isPinned(victim)) {
                return Fate.STAYS;
            }
        }
        shelf.counters().evictedBytes.add(Math.max(0, victim.bytes() - rescued));
        drop(victim);
        if (!dying.contains(victim)) {
            rescuer.ifPresent(ready -> ready.replenish(victim.bytes()));
        }
        return Fate.GOES;
    }

    /** Forgets all of a segment and removes its file, now or when its last reader is gone. */
    void drop(SegmentFile segment) {
        shelf.index().write(change -> {
            change.markDropped(segment);
            return segment.id();
        });
        shelf.segments().remove(segment);
        shelf.heat().segmentGone(segment.id());
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

    // Of a segment that is not wholly indexed yet nothing can be rescued: it goes last.
    private List<SegmentFile> coldestFirst() {
        var all = new ArrayList<>(coldestFirst(segment -> !segment.isBehind()));
        all.addAll(coldestFirst(SegmentFile::isBehind));
        return all;
    }

    private List<SegmentFile> coldestFirst(Predicate<SegmentFile> which) {
        List<Candidate> candidates = shelf.segments().all().stream()
                .filter(segment -> !segment.isHeld())
                .filter(which)
                .map(segment -> new Candidate(segment.id(), segment.bytes(), segment.lastReadMillis()))
                .toList();
        return shelf.heat().coldestFirst(candidates).stream()
                .flatMap(candidate -> shelf.segments().get(candidate.segment()).stream())
                .toList();
    }

    private long evictableBytes() {
        return shelf.segments().all().stream()
                .filter(segment -> !segment.isHeld())
                .mapToLong(SegmentFile::bytes)
                .sum();
    }
}
