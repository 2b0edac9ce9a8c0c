package org.deploynet.engine.cache;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.deploynet.engine.cache.IndexChange.State;
import org.deploynet.engine.cache.Recovery.Behind;

/** Makes index and one segment agree again. For one thread; the index is changed in turns. */
final class Repair {
    private static final System.Logger LOG = System.getLogger(Repair.class.getName());
    private static final int OBJECTS_A_STEP = 200;

    private final Shelf shelf;
    private final Purges purges;
    private final PieceReader reader;
    private final Turn turn;
    private final BooleanSupplier stopped;
    private final State whenNotSealed;

    /** The last three as for {@link Replay}. */
    Repair(Shelf shelf, Purges purges, PieceReader reader, Turn turn, BooleanSupplier stopped, State whenNotSealed) {
        this.shelf = shelf;
        this.purges = purges;
        this.reader = reader;
        this.turn = turn;
        this.stopped = stopped;
        this.whenNotSealed = whenNotSealed;
    }

    /** Returns what state the segment has now; a DROPPED one has nothing to keep, and its file is to go. */
    State mend(Behind difference) throws IOException, InterruptedException {
        return switch (difference) {
            case Behind.Dropped _ -> State.DROPPED;
            case Behind.Gone(long segment) -> forget(segment);
            case Behind.Longer(SegmentFile file, long indexed) -> replay(file, indexed);
            case Behind.Shorter(SegmentFile file, State state) -> shorten(file, state);
            case Behind.Tail(SegmentFile file, long indexed) -> truncate(file, indexed);
            case Behind.Left(SegmentFile file) -> leave(file);
        };
    }

    private State replay(SegmentFile file, long indexed) throws IOException, InterruptedException {
        Replay.Outcome outcome = new Replay(shelf, purges, reader, turn, stopped, file, whenNotSealed).run(indexed);
        if (outcome.hasPurged()) {
            file.wipeWhenIndexed();
        }
        return outcome.state();
    }

    private State leave(SegmentFile file) throws IOException, InterruptedException {
        take(() -> shelf.index().write(change -> {
            change.segment(file, State.SEALED, file.bytes());
            return file.id();
        }));
        return State.SEALED;
    }

    private State shorten(SegmentFile file, State state) throws IOException, InterruptedException {
        State after = state == State.SEALED ? State.POISONED : state;
        int lost = take(() -> shelf.index().write(change -> {
            int pieces = change.dropBehind(file.id(), file.bytes());
            change.segment(file, after, file.bytes());
            return pieces;
        }));
        shelf.counters().rottenPieces.add(lost);
        LOG.log(Level.ERROR, "the disk lost the end of {0} with {1} indexed pieces", file.path(), lost);
        return after;
    }

    private State truncate(SegmentFile file, long bytes) throws IOException {
        if (file.acquire()) {
            try {
                shelf.room().unlinked(file.bytes() - bytes);
                file.truncate(bytes);
                file.force();
            } finally {
                file.release();
            }
        }
        return State.POISONED;
    }

    // Its file is gone, so nothing has to be unlinked; in steps, so that the log stays short and puts come between.
    private State forget(long segment) throws IOException, InterruptedException {
        int objects;
        do {
            objects = take(() -> shelf.index()
                    .write(change -> change.dropSome(segment, OBJECTS_A_STEP))
                    .objects());
        } while (objects == OBJECTS_A_STEP);
        take(() -> shelf.index().write(change -> {
            change.forgetSegment(segment);
            return segment;
        }));
        return State.DROPPED;
    }

    private <T> T take(Supplier<T> change) throws IOException, InterruptedException {
        try {
            return turn.take(() -> {
                        if (stopped.getAsBoolean()) {
                            throw new Replay.Overtaken();
                        }
                        return change.get();
                    })
                    .get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IOException("mending the index", e);
        }
    }
}
