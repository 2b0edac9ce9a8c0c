package org.deploynet.engine.assembly;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.deploynet.control.CacheReport;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.engine.cache.CacheMove;
import org.deploynet.engine.cache.CacheStats;
import org.deploynet.engine.cache.MoveProgress;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.cache.ScrubReport;
import org.deploynet.engine.fill.KeptSite;
import org.deploynet.engine.fill.SiteKeeper;
import org.deploynet.protocol.key.KeyId;
import org.jspecify.annotations.Nullable;

/** Puts the cache's figures together as one report, when somebody asks. Safe from any thread. */
final class CacheReports implements Supplier<CacheReport> {
    private final PieceStore store;
    private final SiteKeeper keeper;
    private final Clock clock;

    CacheReports(PieceStore store, SiteKeeper keeper, Clock clock) {
        this.store = store;
        this.keeper = keeper;
        this.clock = clock;
    }

    @Override
    public CacheReport get() {
        CacheStats stats = store.stats();
        ScrubReport scrub = store.scrubber().report();
        Set<KeyId> pinned = store.pinned();
        Map<KeyId, Integer> shares = store.shares();
        return new CacheReport(
                clock.instant(),
                store.folder().toString(),
                new CacheReport.Fill(stats.usedBytes(), stats.quotaBytes(), stats.floorBytes(), stats.freeBytes()),
                new CacheReport.Contents(stats.pieces(), stats.segments()),
                new CacheReport.Demand(stats.hits(), stats.misses(), stats.hitBytes()),
                new CacheReport.Turnover(stats.storedBytes(), stats.evictedBytes(), stats.rescuedBytes()),
                new CacheReport.Damage(stats.rottenPieces(), scrub.rotMended(), stats.poisonedSegments()),
                stats.servesOnly().map(why -> CacheReport.ServesOnly.valueOf(why.name())),
                stats.rebuilding().map(far -> new CacheReport.Progress(far.segmentsDone(), far.segments())),
                EvictionPolicy.of(store.policy().key()),
                scrub(scrub),
                store.currentMove().map(CacheMove::progress).map(CacheReports::move),
                keeper.sites().stream()
                        .map(site -> site(site, pinned.contains(site.site()), shares.get(site.site())))
                        .toList());
    }

    private static CacheReport.Scrub scrub(ScrubReport scrub) {
        return new CacheReport.Scrub(
                scrub.underWay(),
                scrub.requested(),
                scrub.piecesChecked(),
                scrub.piecesTotal(),
                scrub.rotFound(),
                scrub.lastFinished(),
                scrub.pausedBecause().map(why -> CacheReport.Scrub.Pause.valueOf(why.name())));
    }

    private static CacheReport.Move move(MoveProgress move) {
        CacheReport.Move.State state = switch (move.state()) {
            // One that an ending engine leaves half done goes on with the next one.
            case CHECKING, COPYING, SWITCHING, HALTED -> CacheReport.Move.State.COPYING;
            case CLEARING -> CacheReport.Move.State.CLEARING;
            case UNDOING -> CacheReport.Move.State.UNDOING;
            case DONE -> CacheReport.Move.State.DONE;
            case CANCELLED -> CacheReport.Move.State.CANCELLED;
            case FAILED -> CacheReport.Move.State.FAILED;
        };
        return new CacheReport.Move(
                state,
                move.to().toString(),
                move.bytesDone(),
                move.bytesTotal(),
                move.why().map(why -> CacheReport.Move.Obstacle.valueOf(why.name())),
                move.detail());
    }

    private static CacheReport.Site site(KeptSite site, boolean pinned, @Nullable Integer percent) {
        return new CacheReport.Site(
                site.site().hex(),
                site.origin(),
                site.keptBytes(),
                site.wantedBytes(),
                pinned,
                Optional.ofNullable(percent));
    }
}
