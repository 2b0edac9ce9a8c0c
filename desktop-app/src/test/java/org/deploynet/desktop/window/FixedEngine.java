package org.deploynet.desktop.window;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.deploynet.control.BrowserConnection;
import org.deploynet.control.CacheReport;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EnginePlaces;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.control.FillHours;
import org.deploynet.control.History;
import org.deploynet.control.PeerControl;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.earnings.BudgetTransfer.State;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.earnings.LedgerAccepted;
import org.deploynet.control.earnings.LedgerReport;
import org.deploynet.control.earnings.ReceiptPage;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sites.DenylistReport;
import org.deploynet.control.sites.Removal;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineView;

/** An engine that stands still in one condition, for pictures; what it is told it only writes down. */
final class FixedEngine implements EngineView, PeerControl {
    private final AtomicInteger watches = new AtomicInteger();
    private EngineCondition condition;
    private Consumer<EngineCondition> watcher = told -> {};
    private Optional<CacheReport> cache;
    private Optional<String> refusal = Optional.empty();
    private final List<String> orders = new CopyOnWriteArrayList<>();
    private final AtomicInteger cacheQuestions = new AtomicInteger();
    private final AtomicInteger sharingQuestions = new AtomicInteger();
    private Optional<SharingReport> sharing = Optional.of(SampleSharing.planned());
    private Optional<EarningsReport> earnings = Optional.of(SampleEarnings.differing());
    private volatile Optional<SitesReport> sites = Optional.of(SampleSites.usual());
    private Optional<NetworkReport> network = Optional.of(SampleNetworks.moderate());
    private List<BrowserConnection> browsers = SampleSharing.browsers();

    FixedEngine(EngineCondition condition) {
        this(condition, Optional.of(SampleReports.filled()));
    }

    /** Without a report it does not answer questions about its cache. */
    FixedEngine(EngineCondition condition, Optional<CacheReport> cache) {
        this.condition = condition;
        this.cache = cache;
    }

    @Override
    public EngineCondition condition() {
        return condition;
    }

    @Override
    public Watch watch(Watching watching, Consumer<EngineCondition> target) {
        watcher = target;
        watches.incrementAndGet();
        target.accept(condition);
        return watches::decrementAndGet;
    }

    int watches() {
        return watches.get();
    }

    void become(EngineCondition next) {
        condition = next;
        watcher.accept(next);
    }

    @Override
    public <T> CompletableFuture<T> ask(Question<T> question) {
        try {
            return CompletableFuture.completedFuture(question.ask(this));
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public CompletableFuture<Void> tell(Order order) {
        return ask(control -> {
                    order.give(control);
                    return control;
                })
                .thenAccept(control -> {});
    }

    @Override
    public void startAgain() {}

    @Override
    public EngineSnapshot snapshot() throws IOException {
        if (condition instanceof EngineCondition.Running running) {
            return running.snapshot();
        }
        throw new IOException("no engine");
    }

    @Override
    public History history(History.Range range) {
        return SampleConditions.history(range);
    }

    @Override
    public CacheReport cache() throws IOException {
        cacheQuestions.incrementAndGet();
        return cache.orElseThrow(() -> new IOException("the engine did not answer within 10 s"));
    }

    private void order(String order) throws IOException {
        if (refusal.isPresent()) {
            throw new IOException(refusal.get());
        }
        orders.add(order);
    }

    /** What it was told, in order, pauses aside. */
    List<String> orders() {
        return List.copyOf(orders);
    }

    /** From now on every such order is refused for this reason. */
    void refuse(String why) {
        refusal = Optional.of(why);
    }

    void keep(CacheReport report) {
        cache = Optional.of(report);
    }

    /** Without a report it does not answer what its owner's rules say. */
    FixedEngine share(Optional<SharingReport> report) {
        sharing = report;
        return this;
    }

    FixedEngine serve(List<BrowserConnection> connected) {
        browsers = connected;
        return this;
    }

    /** How often a face asked what the rules say. */
    int sharingQuestions() {
        return sharingQuestions.get();
    }

    /** How often a face asked for the cache. */
    int cacheQuestions() {
        return cacheQuestions.get();
    }

    @Override
    public NetworkReport network() throws IOException {
        return network.orElseThrow(() -> new IOException("the engine did not answer within 10 s"));
    }

    FixedEngine earning(Optional<EarningsReport> report) {
        earnings = report;
        return this;
    }

    @Override
    public EarningsReport earnings() throws IOException {
        return earnings.orElseThrow(() -> new IOException("the engine did not answer within 10 s"));
    }

    @Override
    public ReceiptPage receipts(Optional<String> after) {
        return SampleEarnings.receipts();
    }

    @Override
    public BudgetTransfer transfer(String site, long microcredits) throws IOException {
        order("transfer " + microcredits + " " + site);
        return new BudgetTransfer(
                "id", site, Optional.empty(), microcredits, Instant.EPOCH, State.WAITING, Optional.empty());
    }

    @Override
    public LedgerReport ledger() {
        return new LedgerReport(Optional.empty(), Optional.empty());
    }

    @Override
    public LedgerAccepted acceptLedger(String head) throws IOException {
        throw new IOException("nothing is wrong with the ledger");
    }

    /** Without a report it does not answer which sites there are. */
    FixedEngine serving(Optional<SitesReport> report) {
        sites = report;
        return this;
    }

    @Override
    public SitesReport sites() throws IOException {
        return sites.orElseThrow(() -> new IOException("the engine did not answer within 10 s"));
    }

    @Override
    public Removal block(String site, boolean keep) throws IOException {
        order("block " + site + " " + keep);
        return new Removal(keep ? 0 : 5_000_000, true);
    }

    @Override
    public void allow(String site) throws IOException {
        order("allow " + site);
    }

    @Override
    public Removal purge(String site) throws IOException {
        order("purge " + site);
        return new Removal(7_000_000_000L, false);
    }

    @Override
    public DenylistReport addDenylist(String address, Optional<String> key) throws IOException {
        order("denylist " + address);
        return SampleSites.usual().denylists().getFirst();
    }

    @Override
    public void removeDenylist(String address) throws IOException {
        order("no denylist " + address);
    }

    @Override
    public void refreshDenylists() throws IOException {
        order("denylists");
    }

    @Override
    public void serveUnpaid(boolean on) throws IOException {
        order("serveUnpaid " + on);
    }

    @Override
    public void ports(PortChoice choice) throws IOException {
        order("ports " + choice.toJson());
    }

    @Override
    public void ownNetwork(boolean served) throws IOException {
        order("own network " + served);
    }

    @Override
    public void keepKeyIn(KeyPlace place) throws IOException {
        order("key " + place);
    }

    @Override
    public void testNetwork() throws IOException {
        order("networkTest");
    }

    /** Without a report it does not answer how browsers reach it. */
    FixedEngine reached(Optional<NetworkReport> report) {
        network = report;
        return this;
    }

    @Override
    public void bounds(Optional<Long> quotaBytes, Optional<Long> freeFloorBytes) throws IOException {
        order("bounds " + quotaBytes.orElse(-1L) + " " + freeFloorBytes.orElse(-1L));
    }

    @Override
    public void evictBy(EvictionPolicy policy) throws IOException {
        order("policy " + policy.key());
    }

    @Override
    public void pin(String site, boolean on) throws IOException {
        order("pin " + site + " " + on);
    }

    @Override
    public void capShare(String site, Optional<Integer> percent) throws IOException {
        order("share " + site + " " + percent.orElse(-1));
    }

    @Override
    public void scrub(boolean now) throws IOException {
        order("scrub " + now);
    }

    @Override
    public void moveCache(String to) throws IOException {
        order("move " + to);
    }

    @Override
    public void cancelMove() throws IOException {
        order("moveCancel");
    }

    @Override
    public void pause(Optional<Duration> duration) {}

    @Override
    public void resume() {}

    @Override
    public void limit(UploadChoice upload) throws IOException {
        order("limit " + upload.toJson());
    }

    @Override
    public void limitDownload(DownloadLimit download) throws IOException {
        order("limitDownload " + download.toJson());
    }

    @Override
    public void fillHours(FillHours hours) {}

    @Override
    public void limitBrowsers(int atOnce) throws IOException {
        order("limitBrowsers " + atOnce);
    }

    @Override
    public SharingReport sharing() throws IOException {
        sharingQuestions.incrementAndGet();
        return sharing.orElseThrow(() -> new IOException("the engine did not answer within 10 s"));
    }

    @Override
    public void rules(RulesChange change) throws IOException {
        var changes = new ArrayList<String>();
        change.of(SharingRules.ALTERNATIVE)
                .ifPresent(limits -> changes.add("alternative " + limits.on() + " "
                        + limits.upload().toJson() + " " + limits.download().toJson()));
        change.of(SharingRules.WEEK).ifPresent(plan -> changes.add("week " + plan));
        change.of(SharingRules.DATA_CAP)
                .ifPresent(cap -> changes.add("dataCap " + cap.bytes().orElse(-1L) + " " + cap.counts() + " "
                        + cap.resetDay() + " " + cap.paced()));
        change.of(SharingRules.ON_BATTERY).ifPresent(level -> changes.add("onBattery " + level));
        change.of(SharingRules.ON_METERED).ifPresent(level -> changes.add("onMetered " + level));
        change.of(SharingRules.WHILE_RUNNING).ifPresent(level -> changes.add("whileRunning " + level));
        change.of(SharingRules.APPLICATIONS).ifPresent(names -> changes.add("applications " + names));
        change.of(SharingRules.WHILE_USED).ifPresent(level -> changes.add("whileUsed " + level));
        change.of(SharingRules.WHILE_FULL_SCREEN).ifPresent(level -> changes.add("whileFullScreen " + level));
        change.of(SharingRules.ON_VPN).ifPresent(level -> changes.add("onVpn " + level));
        change.of(SharingRules.ON_NETWORKS).ifPresent(level -> changes.add("onNetworks " + level));
        change.of(SharingRules.NETWORKS).ifPresent(names -> changes.add("networks " + names));
        order(String.join(", ", changes));
    }

    @Override
    public List<BrowserConnection> connections() {
        return browsers;
    }

    @Override
    public void disconnect(String id) throws IOException {
        order("disconnect " + id);
    }

    @Override
    public void drain() {}

    @Override
    public EnginePlaces paths() throws IOException {
        throw new IOException("no engine");
    }

    @Override
    public void shutdown() {}

    @Override
    public Subscription subscribe(Watching watching, Consumer<EngineSnapshot> target) throws IOException {
        target.accept(snapshot());
        return () -> {};
    }
}
