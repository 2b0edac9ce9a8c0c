package org.deploynet.engine.assembly;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.deploynet.control.BrowserConnection;
import org.deploynet.control.CacheReport;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.EnginePlaces;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineState;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.control.FillHours;
import org.deploynet.control.History;
import org.deploynet.control.PeerControl;
import org.deploynet.control.Transfer;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.earnings.LedgerAccepted;
import org.deploynet.control.earnings.LedgerReport;
import org.deploynet.control.earnings.ReceiptPage;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.rpc.Rpc;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sites.DenylistReport;
import org.deploynet.control.sites.Removal;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.engine.control.RecentEvents;
import org.deploynet.engine.control.SnapshotFeed;

/**
 * An engine after three failed starts: it answers every face with what failed, has opened nothing of what may have, and
 * starts as usual when its owner says resume. Safe from any thread.
 */
final class SafeMode implements PeerControl {
    private final EnginePlaces places;
    private final EngineConfig config;
    private final RecentEvents events;
    private final EngineSnapshot.Condition condition;
    private final String owner;
    private final Clock clock;
    private final EngineCalls calls;
    private final Instant startedAt;

    SafeMode(
            EnginePlaces places,
            EngineConfig config,
            RecentEvents events,
            FailedStarts starts,
            String owner,
            Clock clock,
            EngineCalls calls) {
        this.places = places;
        this.config = config;
        this.events = events;
        this.owner = owner;
        this.clock = clock;
        this.calls = calls;
        this.startedAt = clock.instant();
        this.condition = new EngineSnapshot.Condition(
                EngineState.PROBLEM,
                starts.reason(),
                startedAt,
                Optional.empty(),
                Optional.of(starts.words()).filter(words -> !words.isEmpty()));
    }

    @Override
    public EngineSnapshot snapshot() {
        Runtime runtime = Runtime.getRuntime();
        Duration cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
        var nothing = new Transfer(0, 0, 0);
        return new EngineSnapshot(
                clock.instant(),
                new EngineSnapshot.Engine(
                        Build.version(),
                        owner,
                        ProcessHandle.current().pid(),
                        startedAt,
                        cpu.toMillis() / 1000.0,
                        runtime.totalMemory() - runtime.freeMemory()),
                condition,
                nothing,
                nothing,
                new EngineSnapshot.Browsers(0, config.browsersAtOnce()),
                new EngineSnapshot.Credits(0, 0, 0, 0, Optional.empty(), Optional.empty(), 0, 0),
                new EngineSnapshot.Nat(NatClass.UNKNOWN),
                new EngineSnapshot.Cache(0, config.quotaBytes(), 0, 0, 0, 0, 0),
                new EngineSnapshot.Signaling(
                        EngineSnapshot.Signaling.Link.NOT_CONFIGURED,
                        config.signaling(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                config.upload(),
                Optional.empty(),
                Allowance.full(config.upload().fixed().orElse(UploadLimit.UNLIMITED), config.download()),
                new EngineSnapshot.Filling(config.download(), config.fillHours()),
                List.of(),
                events.list());
    }

    @Override
    public History history(History.Range range) {
        return new History(range, clock.instant(), List.of());
    }

    @Override
    public void resume() {
        calls.startAgain().run();
    }

    @Override
    public void shutdown() {
        calls.stop().run();
    }

    @Override
    public EnginePlaces paths() {
        return places;
    }

    @Override
    public Subscription subscribe(Watching watching, Consumer<EngineSnapshot> target) {
        return SnapshotFeed.start(watching, this::snapshot, target);
    }

    @Override
    public CacheReport cache() throws ControlRefusedException {
        throw refused();
    }

    @Override
    public NetworkReport network() throws ControlRefusedException {
        throw refused();
    }

    @Override
    public EarningsReport earnings() throws ControlRefusedException {
        throw refused();
    }

    @Override
    public ReceiptPage receipts(Optional<String> after) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public BudgetTransfer transfer(String site, long microcredits) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public LedgerReport ledger() throws ControlRefusedException {
        throw refused();
    }

    @Override
    public LedgerAccepted acceptLedger(String head) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public SitesReport sites() throws ControlRefusedException {
        throw refused();
    }

    @Override
    public Removal block(String site, boolean keep) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void allow(String site) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public Removal purge(String site) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void serveUnpaid(boolean on) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public DenylistReport addDenylist(String address, Optional<String> key) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void removeDenylist(String address) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void refreshDenylists() throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void ports(PortChoice choice) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void ownNetwork(boolean served) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void keepKeyIn(KeyPlace place) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void testNetwork() throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void bounds(Optional<Long> quotaBytes, Optional<Long> freeFloorBytes) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void evictBy(EvictionPolicy policy) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void pin(String site, boolean on) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void capShare(String site, Optional<Integer> percent) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void scrub(boolean now) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void moveCache(String to) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void cancelMove() throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void pause(Optional<Duration> duration) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void limit(UploadChoice upload) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void limitDownload(DownloadLimit limit) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void fillHours(FillHours hours) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void limitBrowsers(int atOnce) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public SharingReport sharing() throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void rules(RulesChange change) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public List<BrowserConnection> connections() throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void disconnect(String id) throws ControlRefusedException {
        throw refused();
    }

    @Override
    public void drain() throws ControlRefusedException {
        throw refused();
    }

    private static ControlRefusedException refused() {
        return new ControlRefusedException(
                Rpc.SAFE_MODE, "safe mode: nothing is open; deploynet status says why, deploynet resume tries again");
    }
}
