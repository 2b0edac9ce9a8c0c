package org.deploynet.engine.cache;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.deploynet.engine.cache.CacheStats.Rebuilding;
import org.deploynet.engine.cache.IndexChange.State;
import org.deploynet.engine.cache.Recovery.Behind;

/**
 * Brings the index up to what the segments have while the cache serves and takes pieces: one segment after the other, each
 * change in the committer's turn. Killed at any point, the next start finds what is left. A segment that cannot be read now
 * is tried again. One thread of its own; its methods are safe from any thread.
 */
final class CatchUp implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CatchUp.class.getName());
    private static final long TRY_AGAIN_SECONDS = 5;
    private static final int MOST_TRIES = 100;

    private final Repair repair;
    private final Turn turn;
    private final Endings endings;
    private final List<Behind> behind;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread thread;
    private final AtomicInteger segmentsDone = new AtomicInteger();

    /** What is done with a whole segment, in the committer's turn. */
    interface Endings {
        /** Removes the segment, its rows and its file. */
        void drop(SegmentFile segment);

        /** All of the segment is indexed. */
        void caughtUp(SegmentFile segment);
    }

    CatchUp(Shelf shelf, Purges purges, PieceReader reader, Turn turn, Endings endings, List<Behind> behind) {
        this.repair = new Repair(shelf, purges, reader, turn, this::isStopped, State.SEALED);
        this.turn = turn;
        this.endings = endings;
        this.behind = List.copyOf(behind);
        this.thread = Thread.ofPlatform()
                .daemon()
                .name("cache catch-up")
                .uncaughtExceptionHandler((thread, e) -> LOG.log(Level.ERROR, "the index is not caught up", e))
                .unstarted(this::run);
    }

    void start() {
        if (behind.isEmpty()) {
            done.countDown();
        } else {
            LOG.log(Level.INFO, "{0} segments differ from the index", behind.size());
            thread.start();
        }
    }

    /** How far it is; empty when there is nothing left to do. */
    Optional<Rebuilding> progress() {
        return done.getCount() == 0 ? Optional.empty() : Optional.of(new Rebuilding(segmentsDone.get(), behind.size()));
    }

    /** Returns true once there is nothing left to do. */
    boolean await(long millis) throws InterruptedException {
        return done.await(millis, TimeUnit.MILLISECONDS);
    }

    /** No change of its own is made after this, in the committer's thread or another one. */
    void stop() {
        stop.countDown();
    }

    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isStopped() {
        return stop.getCount() == 0;
    }

    private void run() {
        try {
            List<Behind> left = behind;
            for (int tries = 0; tries < MOST_TRIES && !isStopped(); tries++) {
                left = mendAll(left);
                if (left.isEmpty()) {
                    done.countDown();
                    return;
                }
                var _ = stop.await(TRY_AGAIN_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns those that could not be mended now. */
    private List<Behind> mendAll(List<Behind> differences) throws InterruptedException {
        var failed = new ArrayList<Behind>();
        for (Behind difference : differences) {
            if (isStopped()) {
                return differences;
            }
            if (mend(difference)) {
                segmentsDone.incrementAndGet();
            } else {
                failed.add(difference);
            }
        }
        return failed;
    }

    private boolean mend(Behind difference) throws InterruptedException {
        try {
            State state = repair.mend(difference);
            fileOf(difference)
                    .ifPresent(file -> take(state == State.DROPPED ? endings::drop : endings::caughtUp, file));
            return true;
        } catch (Replay.Overtaken e) {
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "not caught up now: " + difference, e);
            return false;
        }
    }

    private void take(Consumer<SegmentFile> end, SegmentFile file) {
        try {
            turn.take(() -> {
                        if (isStopped()) {
                            throw new Replay.Overtaken();
                        }
                        end.accept(file);
                        return file;
                    })
                    .get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Replay.Overtaken();
        }
    }

    private static Optional<SegmentFile> fileOf(Behind difference) {
        return switch (difference) {
            case Behind.Dropped(SegmentFile file) -> Optional.of(file);
            case Behind.Gone _ -> Optional.empty();
            case Behind.Longer(SegmentFile file, long indexed) -> Optional.of(file);
            case Behind.Shorter(SegmentFile file, State state) -> Optional.of(file);
            case Behind.Tail(SegmentFile file, long indexed) -> Optional.of(file);
            case Behind.Left(SegmentFile file) -> Optional.of(file);
        };
    }
}
