package org.deploynet.engine.cache;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.engine.cache.IndexChange.SegmentRow;
import org.deploynet.engine.cache.IndexChange.State;
import org.deploynet.protocol.content.PieceLayer;
import org.jspecify.annotations.Nullable;

/**
 * Makes index and segments agree at start: unlinks what was dropped, replays what is longer than the index knows, forgets
 * what is gone. Everything indexed here was verified and forced first. For the thread that opens the cache.
 */
final class Recovery {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());
    private static final int KEYS_A_STEP = 500;

    private final Shelf shelf;
    private final Purges purges;
    private final PieceReader reader;
    private final Evictor evictor;
    private @Nullable SegmentFile open;
    private long highestId;

    Recovery(Shelf shelf, Purges purges, PieceReader reader, Evictor evictor) {
        this.shelf = shelf;
        this.purges = purges;
        this.reader = reader;
        this.evictor = evictor;
    }

    /** What start-up found: the segment to go on with, and the number of the next one. */
    record Outcome(Optional<SegmentFile> open, long nextId) {}

    Outcome run() throws IOException {
        Map<Long, SegmentRow> rows = new HashMap<>();
        shelf.index().write(IndexChange::segments).forEach(row -> rows.put(row.id(), row));
        List<SegmentFile> files = shelf.disk().list(shelf.folder()).stream()
                .flatMap(entry -> SegmentFile.named(shelf.disk(), shelf.folder(), entry).stream())
                .sorted(Comparator.comparingLong(SegmentFile::id))
                .toList();
        files.forEach(file -> shelf.room().written(file.bytes()));
        shelf.counters().pieces.add(shelf.index().pieceCount());
        rows.keySet().forEach(this::note);
        for (SegmentFile file : files) {
            note(file.id());
            take(file, Optional.ofNullable(rows.remove(file.id())));
        }
        rows.keySet().forEach(this::forget);
        return new Outcome(Optional.ofNullable(open), highestId + 1);
    }

    // One bad file never stops the start.
    private void take(SegmentFile file, Optional<SegmentRow> row) {
        try {
            row.ifPresent(known -> file.readAt(known.readAtMillis()));
            boolean stale = row.isPresent()
                    && (row.get().state() == State.DROPPED || row.get().epoch() != file.epoch());
            if (stale || (row.isEmpty() && file.bytes() == 0)) {
                evictor.drop(file);
            } else {
                shelf.segments().add(file);
                settle(file, row);
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "leaving out " + file.path(), e);
            shelf.segments().remove(file);
        }
    }

    private void settle(SegmentFile file, Optional<SegmentRow> row) throws IOException {
        State state = row.map(SegmentRow::state).orElse(State.OPEN);
        long indexed = row.map(SegmentRow::indexed).orElse(0L);
        if (file.bytes() < indexed) {
            shorten(file, state);
        } else if (file.bytes() > indexed && state == State.POISONED) {
            truncate(file, indexed);
        } else if (file.bytes() > indexed || row.isEmpty()) {
            state = replay(file, indexed);
        }
        if (state == State.OPEN && shelf.segments().get(file.id()).isPresent()) {
            goOnWith(file);
        }
    }

    /** An honest disk never gets here: the index is written after the data was forced. */
    private void shorten(SegmentFile file, State state) {
        int lost = shelf.index().write(change -> {
            int pieces = change.dropBehind(file.id(), file.bytes());
            change.segment(file, state == State.SEALED ? State.POISONED : state, file.bytes());
            return pieces;
        });
        shelf.counters().pieces.add(-lost);
        shelf.counters().rottenPieces.add(lost);
        LOG.log(Level.ERROR, "the disk lost the end of {0} with {1} indexed pieces", file.path(), lost);
    }

    private void truncate(SegmentFile file, long bytes) throws IOException {
        if (file.acquire()) {
            try {
                shelf.room().unlinked(file.bytes() - bytes);
                file.truncate(bytes);
                file.force();
            } finally {
                file.release();
            }
        }
    }

    private State replay(SegmentFile file, long indexed) throws IOException {
        if (!file.acquire()) {
            return State.DROPPED;
        }
        SegmentScan.Result found;
        try {
            found = read(file, indexed);
            // What an earlier run wrote may still be in the page cache only.
            file.force();
        } finally {
            file.release();
        }
        if (found.goodBytes() == 0) {
            evictor.drop(file);
            return State.DROPPED;
        }
        if (found.goodBytes() < file.bytes()) {
            truncate(file, found.goodBytes());
        }
        State state = found.sealed() ? State.SEALED : State.OPEN;
        index(file, found, state);
        return state;
    }

    private SegmentScan.Result read(SegmentFile file, long indexed) throws IOException {
        Optional<List<SegmentKey>> keys = indexed == 0 ? SegmentScan.keyList(file) : Optional.empty();
        return keys.isPresent()
                ? new SegmentScan.Result(keys.get(), file.bytes(), true)
                : new SegmentScan(file, this::layerBefore).from(indexed);
    }

    private Optional<PieceLayer> layerBefore(RecordHeader header) {
        return reader.layer(header.id(), header.objectBytes());
    }

    private void index(SegmentFile file, SegmentScan.Result found, State state) {
        List<SegmentKey> keys = found.keys();
        int from = 0;
        for (; keys.size() - from > KEYS_A_STEP; from += KEYS_A_STEP) {
            List<SegmentKey> step = keys.subList(from, from + KEYS_A_STEP);
            int added = shelf.index().write(change -> change.replayKeys(file.id(), step, purges::names));
            shelf.counters().pieces.add(added);
        }
        List<SegmentKey> last = keys.subList(from, keys.size());
        int added = shelf.index().write(change -> {
            change.segment(file, state, found.goodBytes());
            return change.replayKeys(file.id(), last, purges::names);
        });
        shelf.counters().pieces.add(added);
    }

    // Only the newest is appended to; an older one stays as it is, without a key list.
    private void goOnWith(SegmentFile file) {
        SegmentFile before = open;
        if (before != null) {
            shelf.index().write(change -> {
                change.segment(before, State.SEALED, before.bytes());
                return before.id();
            });
        }
        open = file;
    }

    private void forget(long segment) {
        evictor.forgetRows(segment);
        shelf.index().write(change -> {
            change.forgetSegment(segment);
            return segment;
        });
    }

    private void note(long id) {
        highestId = Math.max(highestId, id);
    }
}
