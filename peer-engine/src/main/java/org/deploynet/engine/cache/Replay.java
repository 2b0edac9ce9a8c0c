package org.deploynet.engine.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.deploynet.engine.cache.IndexChange.State;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.key.KeyId;

/**
 * Indexes what one segment has and the index lacks, in short transactions: by its key list if it is sealed and nothing of it
 * is indexed, else by reading and hashing its records. The segment's own row comes with the last transaction, so a replay
 * that is cut short begins again. What was purged is left out. For one thread; the next records are read while a
 * transaction waits its turn.
 */
final class Replay {
    // Of a new object a transaction touches one page of the ids and few others. Many more would outgrow the room that
    // is
    // set aside for the log; with half of them the same pages are written more often, and it takes half as long again.
    private static final int KEYS_A_STEP = 1000;

    private final Shelf shelf;
    private final Purges purges;
    private final PieceReader reader;
    private final Turn turn;
    private final BooleanSupplier stopped;
    private final SegmentFile file;
    private final State whenNotSealed;
    private List<SegmentKey> step = new ArrayList<>();
    private CompletableFuture<Integer> before = CompletableFuture.completedFuture(0);
    /** Written in a turn, read when that is over. */
    private volatile boolean refused;

    /**
     * @param stopped asked in each turn; once it says so nothing more is indexed
     * @param whenNotSealed what a segment is that has no end: OPEN if it is gone on with, else SEALED
     */
    Replay(
            Shelf shelf,
            Purges purges,
            PieceReader reader,
            Turn turn,
            BooleanSupplier stopped,
            SegmentFile file,
            State whenNotSealed) {
        this.shelf = shelf;
        this.purges = purges;
        this.reader = reader;
        this.turn = turn;
        this.stopped = stopped;
        this.file = file;
        this.whenNotSealed = whenNotSealed;
    }

    /**
     * What became of the segment.
     *
     * @param hasPurged whether it has records that were refused: it is to be wiped
     */
    record Outcome(State state, boolean hasPurged) {}

    /** The segment was dropped, or the whole replay stopped, while it went on. */
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Overtaken() {
            super("overtaken", null, false, false);
        }
    }

    /**
     * Goes on behind {@code indexed} bytes.
     *
     * @throws IOException the segment cannot be read now
     */
    Outcome run(long indexed) throws IOException, InterruptedException {
        if (!file.acquire()) {
            throw new Overtaken();
        }
        try {
            // What an earlier run wrote may still be in the page cache only.
            file.force();
            boolean byList = indexed == 0 && SegmentScan.keyList(file, this::add);
            SegmentScan.Result found = byList
                    ? new SegmentScan.Result(file.bytes(), true)
                    : new SegmentScan(file, this::layerBefore, this::add).from(indexed);
            return finish(found);
        } finally {
            file.release();
        }
    }

    private Outcome finish(SegmentScan.Result found) throws IOException, InterruptedException {
        if (found.goodBytes() == 0) {
            return new Outcome(State.DROPPED, false);
        }
        if (found.goodBytes() < file.bytes()) {
            shelf.room().unlinked(file.bytes() - found.goodBytes());
            file.truncate(found.goodBytes());
            file.force();
        }
        State state = found.sealed() ? State.SEALED : whenNotSealed;
        List<SegmentKey> last = step;
        await(before);
        await(turn.take(() -> index(last, Optional.of(new Whole(state, found.goodBytes())))));
        return new Outcome(state, refused);
    }

    private Optional<PieceLayer> layerBefore(RecordHeader header) {
        return reader.layer(header.id(), header.objectBytes());
    }

    private void add(SegmentKey key) {
        step.add(key);
        if (step.size() >= KEYS_A_STEP) {
            List<SegmentKey> full = step;
            step = new ArrayList<>(KEYS_A_STEP);
            try {
                await(before);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Overtaken();
            }
            before = turn.take(() -> index(full, Optional.empty()));
        }
    }

    /** All of the segment is indexed with this step. */
    private record Whole(State state, long bytes) {}

    private int index(List<SegmentKey> keys, Optional<Whole> whole) {
        if (stopped.getAsBoolean()
                || shelf.segments().get(file.id()).filter(file::equals).isEmpty()) {
            throw new Overtaken();
        }
        return shelf.index().write(change -> {
            whole.ifPresent(end -> change.segment(file, end.state(), end.bytes()));
            return change.replayKeys(file.id(), keys, this::isRefused);
        });
    }

    private boolean isRefused(KeyId site, ObjectId id) {
        boolean named = purges.names(site, id);
        refused |= named;
        return named;
    }

    private static void await(CompletableFuture<Integer> step) throws InterruptedException {
        try {
            step.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
