package org.deploynet.engine.cache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.deploynet.engine.cache.CacheStats.Rebuilding;
import org.deploynet.engine.storage.DatabaseException;

/**
 * Keeps the cache within its bounds, in its folder, and its index in step with its segments. Its changes are made on the
 * committer's thread; questions are safe from any thread.
 */
final class Upkeep implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Upkeep.class.getName());
    private static final long PROBE_EVERY_MILLIS = 3_000;

    private final Shelf shelf;
    private final Purges purges;
    private final PieceReader reader;
    private final Evictor evictor;
    private final SegmentWriter writer;
    private final Releaser releaser;
    private final Committer committer;
    private volatile CatchUp catchUp;
    private long probedAtMillis;

    /** Finds what an earlier run left. For the thread that opens the cache, before the committer starts. */
    Upkeep(
            Shelf shelf,
            Purges purges,
            PieceReader reader,
            Evictor evictor,
            SegmentWriter writer,
            Releaser releaser,
            Committer committer)
            throws IOException {
        this.shelf = shelf;
        this.purges = purges;
        this.reader = reader;
        this.evictor = evictor;
        this.writer = writer;
        this.releaser = releaser;
        this.committer = committer;
        this.catchUp = recover();
        purges.unfinished().forEach(this::purgeAgain);
    }

    void start() {
        committer.start(this::tick);
        catchUp.start();
    }

    /** How far the index is; empty when it has all that the segments have. */
    Optional<Rebuilding> rebuilding() {
        return catchUp.progress();
    }

    /** Returns true once the index has all that the segments have, false when that takes longer. */
    boolean await(long millis) throws InterruptedException {
        return catchUp.await(millis);
    }

    /** Ends the committer. The index stays open. */
    @Override
    public void close() {
        catchUp.stop();
        committer.close();
        catchUp.close();
        closeFiles();
    }

    private void closeFiles() {
        try {
            reader.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "closing the segments", e);
        }
    }

    /** What the disk has, and what the index lacks of it. */
    private CatchUp recover() throws IOException {
        Recovery.Outcome found = new Recovery(shelf, purges, reader).run();
        writer.goOn(found);
        forgetProbe();
        shelf.room().measure();
        found.open().filter(SegmentFile::isToBeWiped).ifPresent(segment -> releaser.wipe(segment.id()));
        return new CatchUp(shelf, purges, reader, committer::submit, new WholeSegments(), found.behind());
    }

    // A disk that takes no change now is no reason not to serve.
    private void forgetProbe() {
        try {
            shelf.room().forgetProbe();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "removing a probe of the disk", e);
        }
    }

    // An order that a kill interrupted comes before the first reader.
    private void purgeAgain(Purges.Unfinished purge) {
        try {
            releaser.purge(purge.site(), purge.object().stream().toList());
            purges.finished(purge);
        } catch (UncheckedIOException e) {
            LOG.log(Level.ERROR, "what was purged cannot be deleted now", e);
        }
    }

    /** Between the committer's groups. */
    private void tick() {
        if (!isThere()) {
            return;
        }
        shelf.room().measure();
        evictor.reap();
        if (shelf.index().isDamaged() && !evictor.isWaiting()) {
            buildIndexAgain();
        }
        if (!shelf.room().fits(0)) {
            forgetAside();
        }
        evictor.makeRoom(0);
        if (committer.isRefused() && isTimeToProbe()) {
            committer.whyNot(probe());
        }
    }

    /** Whether the folder is the one that was opened; while it is not, nothing is written, and nothing removed. */
    private boolean isThere() {
        return switch (shelf.home().comeBack()) {
            case SAME -> true;
            case AGAIN -> openAgain();
            case NOT_YET -> {
                if (!committer.isGone()) {
                    LOG.log(
                            Level.ERROR,
                            "the cache folder is gone, or another one is in its place; nothing is written");
                }
                committer.whyNot(Optional.of(WhyNotGrowing.GONE));
                yield false;
            }
        };
    }

    private boolean openAgain() {
        LOG.log(Level.WARNING, "the cache folder is back, in other files than before; opening them");
        try {
            catchUp.stop();
            writer.close();
            shelf.index().openAgain();
            closeFiles();
            shelf.segments().clear();
            shelf.room().forgetSegments();
            catchUp = recover();
            catchUp.start();
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("opening the cache again", e);
        }
    }

    private boolean isTimeToProbe() {
        long now = shelf.clock().millis();
        boolean due = Math.abs(now - probedAtMillis) >= PROBE_EVERY_MILLIS;
        probedAtMillis = due ? now : probedAtMillis;
        return due;
    }

    /** Why the disk does not take a few bytes and a line in the index now; empty if it does. */
    private Optional<WhyNotGrowing> probe() {
        try {
            shelf.room().probe();
            shelf.index().write(IndexChange::touch);
            LOG.log(Level.INFO, "the disk can be written again");
            return Optional.empty();
        } catch (IOException | DatabaseException e) {
            return Optional.of(WhyNotGrowing.of(e));
        }
    }

    private void forgetAside() {
        try {
            shelf.index().forgetAside();
            shelf.room().measure();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "removing the damaged index", e);
        }
    }

    // Pieces are missing until the index has caught up; nothing is lost, the segments have it all.
    private void buildIndexAgain() {
        LOG.log(Level.WARNING, "the cache's index is damaged, building it again from the segments");
        try {
            catchUp.stop();
            writer.close();
            shelf.index().beginAnew();
            shelf.room().forgetSegments();
            catchUp = recover();
            catchUp.start();
        } catch (IOException e) {
            throw new UncheckedIOException("building the index again", e);
        }
    }

    /** Segments that the index has caught up with, in the committer's thread. */
    private final class WholeSegments implements CatchUp.Endings {
        @Override
        public void drop(SegmentFile segment) {
            evictor.drop(segment);
        }

        @Override
        public void caughtUp(SegmentFile segment) {
            segment.behind(false);
            if (segment.isToBeWiped()) {
                releaser.wipe(segment.id());
            }
        }
    }
}
