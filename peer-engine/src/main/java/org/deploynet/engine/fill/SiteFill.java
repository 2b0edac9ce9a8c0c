package org.deploynet.engine.fill;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.deploynet.engine.cache.Ingest;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.fill.KeptSite.Assignment;
import org.deploynet.engine.fill.SiteContents.Wanted;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;

/** One pass over a site's files: fetches what is missing, a few at once. One thread runs it. */
final class SiteFill {
    private static final int AT_ONCE = OriginClient.PARALLEL;

    private final Supplier<Assignment> assignment;
    private final PieceStore store;
    private final OriginFetcher fetcher;
    private final SiteKeeper.Watcher watcher;
    private final Predicate<ObjectId> mayEvict;
    private final Predicate<ObjectId> unwanted;
    private final Stop stop;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final AtomicReference<Optional<OriginException>> failure = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean missing = new AtomicBoolean();
    /** The smallest object that the cache refused in this pass: no larger one is asked for, nor its layer fetched. */
    private final AtomicLong noFreeRoomFor = new AtomicLong(Long.MAX_VALUE);

    private final AtomicLong noRoomAtAllFor = new AtomicLong(Long.MAX_VALUE);

    /**
     * @param assignment as it is when each fetch begins: what others keep may change meanwhile
     * @param mayEvict for which objects others may go
     * @param unwanted which are not to be kept although the manifest lists them
     */
    SiteFill(
            Supplier<Assignment> assignment,
            PieceStore store,
            OriginFetcher fetcher,
            SiteKeeper.Watcher watcher,
            Predicate<ObjectId> mayEvict,
            Predicate<ObjectId> unwanted,
            Stop stop) {
        this.unwanted = unwanted;
        this.stop = stop;
        this.mayEvict = mayEvict;
        this.assignment = assignment;
        this.store = store;
        this.fetcher = fetcher;
        this.watcher = watcher;
    }

    /** {@code whole}: every file is kept, or withdrawn. A file that failed does not keep the others from being fetched. */
    record Result(boolean whole, Optional<OriginException> failure) {}

    /** {@code begins}: whether no further file is begun; {@code halts}: whether one that was begun ends at its next piece. */
    record Stop(BooleanSupplier begins, BooleanSupplier halts) {}

    /** {@code claim}: also tell the cache of files that it has for another site, so that they stay for this one. */
    Result run(List<Wanted> listed, boolean claim) throws InterruptedException {
        for (Wanted wanted : listed) {
            if (stop.begins().getAsBoolean() || originIsGone()) {
                missing.set(true);
                break;
            }
            boolean settled = isSettled(wanted);
            if (!settled && !mayBeFetched(wanted)) {
                missing.set(true);
            } else if (claim || !settled) {
                places.acquire();
                Thread.ofVirtual().name("site-fill").start(() -> fetchOne(wanted));
            }
        }
        try {
            places.acquire(AT_ONCE);
        } catch (InterruptedException e) {
            missing.set(true);
            throw e;
        }
        return new Result(!missing.get(), failure.get());
    }

    private boolean isSettled(Wanted wanted) {
        return store.has(wanted.id()) || unwanted.test(wanted.id());
    }

    private boolean mayBeFetched(Wanted wanted) {
        return wanted.bytes() < refused(wanted).get() && fetcher.gate().letsFilesCome();
    }

    private AtomicLong refused(Wanted wanted) {
        return mayEvict.test(wanted.id()) ? noRoomAtAllFor : noFreeRoomFor;
    }

    // Not even asked for the rest: it would be as many time-outs as the site has files.
    private boolean originIsGone() {
        return failure.get()
                .filter(e -> e.isWorthResuming() || e.kind() == OriginException.Kind.PRIVATE_ADDRESS)
                .isPresent();
    }

    private void fetchOne(Wanted wanted) {
        try {
            if (!fetch(wanted)) {
                missing.set(true);
            }
        } catch (OriginException e) {
            missing.set(true);
            if (e.kind() != OriginException.Kind.HELD) {
                failure.compareAndSet(Optional.empty(), Optional.of(e));
            }
        } catch (InterruptedException e) {
            missing.set(true);
        } catch (RuntimeException e) {
            missing.set(true);
            failure.compareAndSet(
                    Optional.empty(),
                    Optional.of(new OriginException(OriginException.Kind.DISK, "the cache failed: " + e, e)));
        } finally {
            places.release();
        }
    }

    private boolean fetch(Wanted wanted) throws OriginException, InterruptedException {
        if (unwanted.test(wanted.id())) {
            return true;
        }
        Outcome outcome = Outcome.ANOTHERS_TURN;
        while (outcome == Outcome.ANOTHERS_TURN && !stop.halts().getAsBoolean()) {
            try (Flights.Turn turn = fetcher.await(wanted.id())) {
                outcome = fetch(wanted, turn);
            }
        }
        return outcome == Outcome.SETTLED;
    }

    private enum Outcome {
        SETTLED,
        NO_ROOM,
        ANOTHERS_TURN
    }

    private Outcome fetch(Wanted wanted, Flights.Turn turn) throws OriginException, InterruptedException {
        Assignment now = assignment.get();
        var rank = new FetchQueue.Rank(now.origin(), now.others(wanted.bucket()), wanted.bytes());
        PieceLayer layer = layer(wanted, rank);
        Optional<Ingest> ingest =
                mayEvict.test(wanted.id()) ? store.begin(now.site(), layer) : store.beginInFreeRoom(now.site(), layer);
        if (ingest.isEmpty()) {
            return isSettled(wanted) ? Outcome.SETTLED : noRoom(wanted);
        }
        try (Ingest open = ingest.get()) {
            if (open.missing().isEmpty()) {
                return Outcome.SETTLED;
            }
            boolean whole = fetcher.fill(
                    rank,
                    wanted.path(),
                    layer,
                    open,
                    () -> turn.isUp() || stop.halts().getAsBoolean());
            watcher.inventoryChanged();
            return whole ? Outcome.SETTLED : Outcome.ANOTHERS_TURN;
        }
    }

    private Outcome noRoom(Wanted wanted) {
        refused(wanted).accumulateAndGet(wanted.bytes(), Math::min);
        return Outcome.NO_ROOM;
    }

    private PieceLayer layer(Wanted wanted, FetchQueue.Rank rank) throws OriginException, InterruptedException {
        Optional<PieceLayer> kept = Pieces.needsLayer(wanted.bytes()) ? store.layer(wanted.id()) : Optional.empty();
        return kept.isPresent() ? kept.get() : fetcher.layer(rank, wanted.id(), wanted.bytes());
    }
}
