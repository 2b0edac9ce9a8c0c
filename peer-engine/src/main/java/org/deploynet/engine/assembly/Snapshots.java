package org.deploynet.engine.assembly;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineState;
import org.deploynet.control.Reason;
import org.deploynet.control.Transfer;
import org.deploynet.engine.cache.CacheStats;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.control.OwnerWishes;
import org.deploynet.engine.control.RecentEvents;
import org.deploynet.engine.credits.LedgerWatch;
import org.deploynet.engine.credits.ReceiptBook;
import org.deploynet.engine.credits.Totals;
import org.deploynet.engine.fill.KeptSite;
import org.deploynet.engine.fill.OriginFetcher;
import org.deploynet.engine.fill.SiteKeeper;
import org.deploynet.engine.history.Figures;
import org.deploynet.engine.history.HistoryBook;
import org.deploynet.engine.history.SiteFigures;
import org.deploynet.engine.keychain.IdentityKeeper;
import org.deploynet.engine.rendezvous.NetworkPin;
import org.deploynet.engine.rendezvous.Rendezvous;
import org.deploynet.engine.rendezvous.SignalingStatus;
import org.deploynet.engine.serve.Reception;
import org.deploynet.protocol.signaling.ToSuperPeer.Balance;

/** Puts the engine's figures together as one snapshot, when somebody asks. Safe from any thread. */
final class Snapshots implements Supplier<EngineSnapshot> {
    private final Sources sources;
    private final String owner;
    private final Clock clock;
    private final Instant startedAt;
    private EngineSnapshot.Condition last;

    /** Where the figures come from. */
    record Sources(
            LiveConfig config,
            OwnerWishes wishes,
            SharingKeeper sharing,
            UplinkKeeper uplink,
            RecentEvents events,
            PieceStore store,
            ReceiptBook book,
            SiteKeeper keeper,
            OriginFetcher fetcher,
            Reception reception,
            HistoryBook history,
            Switchboard switchboard,
            LedgerWatch ledger,
            NatKeeper nat,
            NetworkPin pin,
            Optional<Rendezvous> rendezvous,
            IdentityKeeper identity) {}

    Snapshots(Sources sources, String owner, Clock clock) {
        this.sources = sources;
        this.owner = owner;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.last = new EngineSnapshot.Condition(EngineState.STARTING, Reason.STARTING, startedAt, Optional.empty());
    }

    @Override
    public EngineSnapshot get() {
        List<KeptSite> sites = sources.keeper().sites();
        EngineConfig config = sources.config().now();
        CacheStats cache = sources.store().stats();
        return new EngineSnapshot(
                clock.instant(),
                engine(),
                condition(sites, cache),
                transfer(),
                fetched(),
                new EngineSnapshot.Browsers(sources.reception().meters().links(), config.browsersAtOnce()),
                credits(),
                sources.nat().nat(),
                cache(cache),
                signaling(config),
                config.upload(),
                sources.uplink().report(),
                sources.sharing().now().atMost(sources.uplink().limit()),
                new EngineSnapshot.Filling(config.download(), config.fillHours()),
                sites.stream().map(this::site).toList(),
                sources.events().list(),
                Optional.of(sources.identity().report()),
                sources.switchboard().reputation());
    }

    private Transfer transfer() {
        return new Transfer(
                sources.reception().meters().payloadBytesPerSecond(),
                sources.history().today().up(),
                sources.history().total().up());
    }

    private Transfer fetched() {
        return new Transfer(
                sources.fetcher().bytesPerSecond(),
                sources.history().today().down(),
                sources.history().total().down());
    }

    private EngineSnapshot.Engine engine() {
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        Runtime runtime = Runtime.getRuntime();
        return new EngineSnapshot.Engine(
                Build.version(),
                owner,
                ProcessHandle.current().pid(),
                startedAt,
                cpu.toMillis() / 1000.0,
                runtime.totalMemory() - runtime.freeMemory());
    }

    private synchronized EngineSnapshot.Condition condition(List<KeptSite> sites, CacheStats cache) {
        var verdict = ConditionRules.of(new ConditionRules.Facts(
                sources.wishes().now(),
                sources.sharing().now(),
                sources.rendezvous().map(Rendezvous::status),
                sources.reception().meters().links(),
                sites.size(),
                !sites.isEmpty() && sites.stream().noneMatch(KeptSite::whole),
                sites.stream().allMatch(KeptSite::whole)
                        ? Optional.empty()
                        : sources.fetcher().gate().files(),
                cache.servesOnly(),
                sources.ledger().alarm().isPresent(),
                sources.identity().trouble(),
                sources.switchboard().reputation()));
        boolean same = verdict.state() == last.state() && verdict.reason() == last.reason();
        Instant since = same ? last.since() : clock.instant();
        last = new EngineSnapshot.Condition(
                verdict.state(), verdict.reason(), since, verdict.until(), verdict.detail());
        return last;
    }

    private EngineSnapshot.Credits credits() {
        Figures today = sources.history().today();
        Totals totals = sources.book().totals();
        long refused = totals.refused().values().stream()
                .mapToLong(Totals.Sum::microcredits)
                .sum();
        Optional<Balance> balance = sources.switchboard().balance();
        return new EngineSnapshot.Credits(
                today.measured(),
                today.confirmed(),
                totals.measured().minus(totals.settled()).microcredits() - refused,
                refused,
                balance.map(Balance::pending),
                balance.map(Balance::available),
                totals.measured().bytes(),
                totals.settled().bytes(),
                balance.flatMap(Balance::sharesAddress).orElse(false));
    }

    private EngineSnapshot.Cache cache(CacheStats stats) {
        return new EngineSnapshot.Cache(
                stats.usedBytes(),
                stats.quotaBytes(),
                stats.floorBytes(),
                stats.hits(),
                stats.misses(),
                stats.rottenPieces(),
                sources.fetcher().wrongAnswers());
    }

    private EngineSnapshot.Signaling signaling(EngineConfig config) {
        Optional<SignalingStatus> status = sources.rendezvous().map(Rendezvous::status);
        return new EngineSnapshot.Signaling(
                status.map(SignalingStatus::phase)
                        .map(Snapshots::link)
                        .orElse(EngineSnapshot.Signaling.Link.NOT_CONFIGURED),
                config.signaling(),
                sources.pin().pinned().map(key -> key.id().hex()),
                status.flatMap(SignalingStatus::why),
                status.flatMap(SignalingStatus::retryAt));
    }

    private static EngineSnapshot.Signaling.Link link(SignalingStatus.Phase phase) {
        return switch (phase) {
            case CONNECTING -> EngineSnapshot.Signaling.Link.CONNECTING;
            case CONNECTED -> EngineSnapshot.Signaling.Link.CONNECTED;
            case UNREACHABLE, NO_KEY -> EngineSnapshot.Signaling.Link.WAITING;
            case REFUSED, CLONE, OTHER_NETWORK -> EngineSnapshot.Signaling.Link.REFUSED;
        };
    }

    private EngineSnapshot.Site site(KeptSite site) {
        SiteFigures today = sources.history().today(site.site().hex());
        return new EngineSnapshot.Site(
                site.site().hex(),
                site.origin(),
                site.sequence(),
                site.files(),
                site.keptBytes(),
                site.wantedBytes(),
                site.price(),
                site.problem(),
                today.up(),
                today.measured());
    }
}
