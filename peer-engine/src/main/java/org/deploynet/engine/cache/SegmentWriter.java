package org.deploynet.engine.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deploynet.engine.cache.IndexChange.State;
import org.deploynet.engine.cache.RecordHeader.Kind;
import org.deploynet.engine.cache.policy.Heat;
import org.deploynet.engine.storage.Disk;
import org.deploynet.protocol.content.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Appends to the one open segment: data, force, index, in this order. The index is forced only now and then: what a power cut
 * takes from it, the next start reads again at the end of the open segment. A segment that could not be forced is never
 * appended to again. For the committer's thread.
 */
final class SegmentWriter {
    private static final System.Logger LOG = System.getLogger(SegmentWriter.class.getName());

    /** The most that a start after a power cut has to read again. */
    private static final long UNFORCED_BYTES = 16L * 1024 * 1024;

    private final Disk disk;
    private final CacheLocation location;
    private final CacheFolder home;
    private final long segmentBytes;
    private final CacheIndex index;
    private final Segments segments;
    private final Room room;
    private final Evictor evictor;
    private final Counters counters;
    private final Clock clock;
    private final Heat heat;
    private final Introduction introduction;
    private final SecureRandom random = new SecureRandom();
    private long nextId;
    private long keyListBytes;
    /** Up to here the open segment is in the index for good. */
    private long forcedBytes;

    private @Nullable SegmentFile active;

    SegmentWriter(Shelf shelf, Evictor evictor) {
        this.disk = shelf.disk();
        this.location = shelf.location();
        this.home = shelf.home();
        this.segmentBytes = shelf.segmentBytes();
        this.index = shelf.index();
        this.segments = shelf.segments();
        this.room = shelf.room();
        this.counters = shelf.counters();
        this.clock = shelf.clock();
        this.heat = shelf.heat();
        this.evictor = evictor;
        this.introduction = new Introduction(index);
    }

    /** Goes on where start-up found that an earlier run ended. */
    void goOn(Recovery.Outcome found) throws IOException {
        nextId = Math.max(nextId, found.nextId());
        introduction.forget();
        if (found.open().isPresent() && found.open().get().acquire()) {
            active = found.open().get();
            forcedBytes = active.bytes();
            keyListBytes = index.keyCount(active.id()) * SegmentKey.MAX_BYTES;
            room.hold(keyListBytes);
        }
    }

    /** Most bytes one group may have, so that it fits a segment. */
    long mostGroupBytes() {
        return segmentBytes / 2;
    }

    /**
     * Makes the pieces durable and indexed; those already there cost nothing. One that finds no room fails by itself, its
     * future says so.
     */
    void write(List<Put> group) throws IOException {
        try {
            writeOnce(group, false);
        } catch (ForceFailed e) {
            // The segment is poisoned and left; what it did not take goes into a new one.
            LOG.log(Level.WARNING, "a segment could not be forced, going on in a new one", e);
            writeOnce(group, false);
        }
    }

    /** Writes pieces that are kept already again, at a new place. */
    void copy(List<Put> group) throws IOException {
        if (!group.isEmpty()) {
            writeOnce(group, true);
        }
    }

    /** Whether this is the segment that is appended to. */
    boolean isOpen(long segment) {
        return active != null && active.id() == segment;
    }

    /** What the index no longer says of the open segment has to be said again. */
    void forgetIntroductions() {
        introduction.forget();
    }

    /** Ends the open segment with its key list, so that it can be dropped or rebuilt from; fine if there is none. */
    void seal() throws IOException {
        SegmentFile sealing = active;
        if (sealing == null) {
            return;
        }
        Batch list = Batch.keyList(sealing, index.keysOf(sealing.id()));
        try {
            list.append();
            sealing.force();
        } catch (IOException e) {
            room.written(sealing.bytes() - list.start());
            poison(sealing, list.start(), e);
            return;
        }
        index.write(change -> {
            change.segment(sealing, State.SEALED, list.end());
            return list.end();
        });
        room.written(list.bytes());
        leave(sealing);
    }

    void close() {
        if (active != null) {
            leave(active);
        }
    }

    // Room for what the reservations may not cover is made before the batch is begun: to make room appends, too.
    private void writeOnce(List<Put> group, boolean again) throws IOException {
        home.check();
        long uncovered = uncoveredBytes(group);
        var extra = new Reservation(room, evictor.reserve(uncovered) ? uncovered : 0);
        SegmentFile segment = roomy(group.stream().mapToLong(Put::mostBytes).sum());
        var batch = new Batch(segment);
        long charged = fill(batch, group, again, extra);
        try {
            if (!batch.isEmpty()) {
                appendAndForce(segment, batch);
                indexed(segment, batch);
                hold(batch.keys().size());
                warm(segment, batch, again);
            }
        } finally {
            room.giveBack(charged);
            extra.release();
        }
    }

    /** What the group may need beyond its reservations: an object is introduced again in each segment that it reaches. */
    private static long uncoveredBytes(List<Put> group) {
        var needed = new IdentityHashMap<Reservation, Long>();
        for (Put put : group) {
            needed.computeIfAbsent(
                    put.reservation(), any -> Room.neededToIntroduce(put.layer().objectBytes()));
            needed.merge(put.reservation(), Room.needed(put.bytes().remaining()), Long::sum);
        }
        return needed.entrySet().stream()
                .mapToLong(each -> Math.max(0, each.getValue() - each.getKey().left()))
                .sum();
    }

    private void warm(SegmentFile segment, Batch batch, boolean again) {
        for (SegmentKey key : batch.keys()) {
            if (key.kind() == Kind.PIECE && again) {
                heat.moved(key.heatKey(), segment.id());
            } else if (key.kind() == Kind.PIECE) {
                heat.stored(key.heatKey(), segment.id());
            }
        }
    }

    private void appendAndForce(SegmentFile segment, Batch batch) throws IOException {
        try {
            batch.append();
        } catch (IOException e) {
            introduction.forget();
            takeBack(segment, batch.start(), e);
            throw e;
        }
        room.written(batch.bytes());
        try {
            segment.force();
        } catch (IOException e) {
            introduction.forget();
            poison(segment, batch.start(), e);
            throw new ForceFailed(e);
        }
    }

    private void indexed(SegmentFile segment, Batch batch) {
        segment.readAt(clock.millis());
        try {
            Function<IndexChange, Integer> appended = change -> {
                int pieces = change.addKeys(segment, batch.keys());
                change.segment(segment, State.OPEN, batch.end());
                return pieces;
            };
            // A segment of which the index has not heard would be read in the background instead of at the start.
            if (batch.start() == 0 || batch.end() - forcedBytes > UNFORCED_BYTES) {
                index.write(appended);
                forcedBytes = batch.end();
            } else {
                index.writeUnforced(appended);
            }
            counters.storedBytes.add(batch.bytes());
        } catch (RuntimeException e) {
            introduction.forget();
            throw e;
        }
    }

    private void hold(int keys) {
        long bytes = (long) keys * SegmentKey.MAX_BYTES;
        keyListBytes += bytes;
        room.hold(bytes);
    }

    /** Returns the bytes charged to the room, to be given back once they are written. */
    private long fill(Batch batch, List<Put> group, boolean again, Reservation extra) {
        long charged = 0;
        var inBatch = new HashSet<PieceName>();
        for (Put put : group) {
            // Most pieces are the first of their object: one question instead of three.
            boolean fresh = !index.knows(put.id());
            boolean known = !again
                    && put.hasPiece()
                    && (!inBatch.add(new PieceName(put.id(), put.piece()))
                            || (!fresh && index.find(put.id(), put.piece()).isPresent()));
            // Two sites may want the same piece at the same time: who comes second has no piece to add, yet a claim.
            if (!known || !index.isHeldBy(put.site(), put.id())) {
                charged += fill(batch, known ? put.withoutPiece() : put, fresh, extra);
            }
        }
        return charged;
    }

    private record PieceName(ObjectId id, int piece) {}

    private long fill(Batch batch, Put put, boolean fresh, Reservation extra) {
        var items = new ArrayList<>(introduction.missing(put, batch.segment(), fresh));
        if (put.hasPiece()) {
            items.add(new Introduction.Item(Kind.PIECE, put.piece(), put.bytes(), Optional.empty()));
        }
        long cost = items.stream()
                .mapToLong(item -> RecordHeader.recordBytes(item.payload().remaining()) + Room.RECORD_OVERHEAD_BYTES)
                .sum();
        if (!charge(put.reservation(), extra, cost)) {
            introduction.forget();
            put.done().completeExceptionally(new UncheckedIOException(new IOException("no room for a piece")));
            return 0;
        }
        for (Introduction.Item item : items) {
            batch.add(item.kind(), put.id(), item.part(), put.layer().objectBytes(), item.payload(), item.site());
        }
        return cost;
    }

    private boolean charge(Reservation reservation, Reservation extra, long cost) {
        long missing = cost - reservation.take(cost);
        missing -= extra.take(missing);
        if (missing == 0 || room.reserve(missing)) {
            return true;
        }
        room.giveBack(cost - missing);
        return false;
    }

    private SegmentFile roomy(long bytes) throws IOException {
        if (active != null && active.bytes() > 0 && active.bytes() + bytes > segmentBytes) {
            seal();
        }
        return active != null ? active : begin();
    }

    private SegmentFile begin() throws IOException {
        Path folder = location.segments();
        SegmentFile segment = SegmentFile.of(disk, folder, nextId++, random.nextInt(), 0);
        segment.create();
        disk.forceFolder(folder);
        segment.readAt(clock.millis());
        segments.add(segment);
        active = segment;
        return segment;
    }

    // A disk that is full may still shorten a file; if it does not even do that, the file is not to be trusted.
    private void takeBack(SegmentFile segment, long goodBytes, IOException cause) {
        try {
            segment.truncate(goodBytes);
        } catch (IOException e) {
            cause.addSuppressed(e);
            poison(segment, goodBytes, cause);
        }
    }

    private void poison(SegmentFile segment, long goodBytes, IOException cause) {
        counters.poisonedSegments.increment();
        long before = segment.bytes();
        try {
            segment.truncate(goodBytes);
            room.unlinked(before - goodBytes);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        leave(segment);
        index.write(change -> {
            change.segment(segment, State.POISONED, goodBytes);
            return goodBytes;
        });
    }

    private void leave(SegmentFile segment) {
        active = null;
        room.giveBack(keyListBytes);
        keyListBytes = 0;
        try {
            segment.release();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "closing " + segment.path(), e);
        }
    }

    private static final class ForceFailed extends IOException {
        ForceFailed(IOException cause) {
            super("forcing a segment", cause);
        }
    }
}
