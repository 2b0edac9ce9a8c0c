package org.deploynet.engine.fill;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.deploynet.engine.cache.Ingest;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.fill.KeptSite.Assignment;
import org.deploynet.engine.fill.SiteContents.Wanted;
import org.deploynet.protocol.content.PieceLayer;
import org.deploynet.protocol.content.Pieces;

/** One pass over a site's files: fetches what is missing, a few at once. One thread runs it. */
final class SiteFill {
    private static final int AT_ONCE = OriginClient.PARALLEL;

    private final Assignment assignment;
    private final PieceStore store;
    private final OriginFetcher fetcher;
    private final SiteKeeper.Watcher watcher;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final AtomicReference<Optional<OriginException>> failure = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean missing = new AtomicBoolean();

    SiteFill(Assignment assignment, PieceStore store, OriginFetcher fetcher, SiteKeeper.Watcher watcher) {
        this.assignment = assignment;
        this.store = store;
        this.fetcher = fetcher;
        this.watcher = watcher;
    }

    /** {@code whole}: every file is kept, or withdrawn. A file that failed does not keep the others from being fetched. */
    record Result(boolean whole, Optional<OriginException> failure) {}

    /** {@code claim}: also tell the cache of files that it has for another site, so that they stay for this one. */
    Result run(List<Wanted> listed, boolean claim, BooleanSupplier stop) throws InterruptedException {
        for (Wanted wanted : listed) {
            if (stop.getAsBoolean() || originIsGone()) {
                missing.set(true);
                break;
            }
            if (claim || !isSettled(wanted)) {
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
        return store.has(wanted.id()) || store.isPurged(assignment.site(), wanted.id());
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
            failure.compareAndSet(Optional.empty(), Optional.of(e));
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

    private PieceLayer layer(Wanted wanted) throws OriginException, InterruptedException {
        Optional<PieceLayer> kept = Pieces.needsLayer(wanted.bytes()) ? store.layer(wanted.id()) : Optional.empty();
        return kept.isPresent() ? kept.get() : fetcher.layer(assignment.origin(), wanted.id(), wanted.bytes());
    }

    private boolean fetch(Wanted wanted) throws OriginException, InterruptedException {
        PieceLayer layer = layer(wanted);
        Optional<Ingest> ingest = store.begin(assignment.site(), layer);
        if (ingest.isEmpty()) {
            return isSettled(wanted);
        }
        try (Ingest open = ingest.get()) {
            if (!open.missing().isEmpty()) {
                fetcher.fill(assignment.origin(), wanted.path(), layer, open);
                watcher.inventoryChanged();
            }
        }
        return true;
    }
}
