package org.deploynet.engine.cache;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.engine.cache.IndexChange.SegmentRow;
import org.deploynet.engine.cache.IndexChange.State;
import org.jspecify.annotations.Nullable;

/**
 * Compares the index with the segments at start, by names and lengths only, and brings the one segment up to date that an
 * earlier run appended to. Whatever else differs is left to {@link CatchUp}, so that how long a start takes does not depend on
 * what is stored. For the thread that opens the cache.
 */
final class Recovery {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

    private final Shelf shelf;
    private final Purges purges;
    private final PieceReader reader;
    private final List<Behind> behind = new ArrayList<>();
    private @Nullable SegmentFile open;
    private long highestId;

    Recovery(Shelf shelf, Purges purges, PieceReader reader) {
        this.shelf = shelf;
        this.purges = purges;
        this.reader = reader;
    }

    /** What start-up found: the segment to go on with, the number of the next one, and what is left to do. */
    record Outcome(Optional<SegmentFile> open, long nextId, List<Behind> behind) {}

    /** Something in which index and segments do not agree yet. */
    sealed interface Behind {
        /** A segment that was dropped, or whose file is nothing. */
        record Dropped(SegmentFile file) implements Behind {}

        /** Rows of a segment that has no file. */
        record Gone(long segment) implements Behind {}

        /** A segment with more in it than the index knows. */
        record Longer(SegmentFile file, long indexed) implements Behind {}

        /** A segment that lost its end; an honest disk never does that, data is forced before it is indexed. */
        record Shorter(SegmentFile file, State state) implements Behind {}

        /** A poisoned segment with bytes that are not believed. */
        record Tail(SegmentFile file, long indexed) implements Behind {}

        /** A segment that is not appended to any more, without a key list. */
        record Left(SegmentFile file) implements Behind {}
    }

    /** Segments that are in use already stay the objects they are. */
    Outcome run() {
        Map<Long, SegmentRow> rows = new HashMap<>();
        shelf.index().write(IndexChange::segments).forEach(row -> rows.put(row.id(), row));
        rows.keySet().forEach(this::note);
        List<SegmentFile> files = files();
        for (int n = 0; n < files.size(); n++) {
            SegmentFile file = files.get(n);
            shelf.room().written(file.bytes());
            note(file.id());
            compare(file, Optional.ofNullable(rows.remove(file.id())), n == files.size() - 1);
        }
        rows.keySet().forEach(id -> behind.add(new Behind.Gone(id)));
        return new Outcome(Optional.ofNullable(open), highestId + 1, List.copyOf(behind));
    }

    private List<SegmentFile> files() {
        try {
            return shelf.disk().list(shelf.folder()).stream()
                    .flatMap(entry -> SegmentFile.named(shelf.disk(), shelf.folder(), entry).stream())
                    .map(file -> shelf.segments().get(file.id()).orElse(file))
                    .sorted(Comparator.comparingLong(SegmentFile::id))
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("listing the segments", e);
        }
    }

    private void compare(SegmentFile file, Optional<SegmentRow> row, boolean newest) {
        boolean stale = row.isPresent()
                && (row.get().state() == State.DROPPED || row.get().epoch() != file.epoch());
        if (stale || (row.isEmpty() && file.bytes() == 0)) {
            behind.add(new Behind.Dropped(file));
            return;
        }
        file.readAt(row.map(SegmentRow::readAtMillis).orElse(shelf.clock().millis()));
        shelf.segments().add(file);
        State state = row.map(SegmentRow::state).orElse(State.OPEN);
        Optional<Behind> difference = difference(file, row, state);
        if (newest && row.isPresent() && state == State.OPEN) {
            goOnWith(file, difference);
        } else {
            difference
                    .or(() -> Optional.of(new Behind.Left(file))
                            .filter(left -> state == State.OPEN)
                            .map(Behind.class::cast))
                    .ifPresent(this::leave);
        }
    }

    private static Optional<Behind> difference(SegmentFile file, Optional<SegmentRow> row, State state) {
        long indexed = row.map(SegmentRow::indexed).orElse(0L);
        if (file.bytes() < indexed) {
            return Optional.of(new Behind.Shorter(file, state));
        }
        if (file.bytes() > indexed && state == State.POISONED) {
            return Optional.of(new Behind.Tail(file, indexed));
        }
        return file.bytes() > indexed || row.isEmpty()
                ? Optional.of(new Behind.Longer(file, indexed))
                : Optional.empty();
    }

    private void leave(Behind difference) {
        if (difference instanceof Behind.Longer longer) {
            longer.file().behind(true);
        }
        behind.add(difference);
    }

    // At most one group of pieces is behind here, unless the index could not be written for long. One bad file never
    // stops
    // the start.
    private void goOnWith(SegmentFile file, Optional<Behind> difference) {
        var repair = new Repair(shelf, purges, reader, Turn.atOnce(), () -> false, State.OPEN);
        try {
            switch (difference.isPresent() ? repair.mend(difference.get()) : State.OPEN) {
                case OPEN -> open = file;
                case DROPPED -> behind.add(new Behind.Dropped(file));
                case SEALED, POISONED -> {}
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "going on in a new segment, " + file.path() + " cannot be read now", e);
            difference.ifPresent(this::leave);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            difference.ifPresent(this::leave);
        }
    }

    private void note(long id) {
        highestId = Math.max(highestId, id);
    }
}
