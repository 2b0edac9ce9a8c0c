package org.deploynet.engine.assembly;

import java.time.Clock;
import java.util.function.Supplier;
import org.deploynet.control.CacheReport;
import org.deploynet.engine.cache.CacheStats;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.fill.KeptSite;
import org.deploynet.engine.fill.SiteKeeper;

/** Puts the cache's figures together as one report, when somebody asks. Safe from any thread. */
final class CacheReports implements Supplier<CacheReport> {
    private final PieceStore store;
    private final SiteKeeper keeper;
    private final LiveConfig config;
    private final Clock clock;

    CacheReports(PieceStore store, SiteKeeper keeper, LiveConfig config, Clock clock) {
        this.store = store;
        this.keeper = keeper;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public CacheReport get() {
        CacheStats stats = store.stats();
        return new CacheReport(
                clock.instant(),
                store.folder().toString(),
                new CacheReport.Fill(stats.usedBytes(), stats.quotaBytes(), stats.floorBytes(), stats.freeBytes()),
                new CacheReport.Contents(stats.pieces(), stats.segments()),
                new CacheReport.Demand(stats.hits(), stats.misses(), stats.hitBytes()),
                new CacheReport.Turnover(stats.storedBytes(), stats.evictedBytes()),
                new CacheReport.Damage(stats.rottenPieces(), stats.poisonedSegments()),
                stats.accepting(),
                keeper.sites().stream().map(CacheReports::site).toList());
    }

    private static CacheReport.Site site(KeptSite site) {
        return new CacheReport.Site(site.site().hex(), site.origin(), site.keptBytes(), site.wantedBytes());
    }
}
