package org.deploynet.engine.control;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.deploynet.control.BrowserConnection;
import org.deploynet.control.CacheReport;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineEvent;
import org.deploynet.control.EnginePlaces;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineState;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.control.FillHours;
import org.deploynet.control.History;
import org.deploynet.control.LinkPath;
import org.deploynet.control.PeerControl;
import org.deploynet.control.Reason;
import org.deploynet.control.Transfer;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.earnings.Amounts;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.earnings.Earned;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.earnings.HeldReceipt;
import org.deploynet.control.earnings.LedgerAccepted;
import org.deploynet.control.earnings.LedgerReport;
import org.deploynet.control.earnings.ReceiptPage;
import org.deploynet.control.earnings.RefusalReason;
import org.deploynet.control.earnings.Spending;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.control.nat.Advice;
import org.deploynet.control.nat.BrowserShare;
import org.deploynet.control.nat.Evidence;
import org.deploynet.control.nat.MappingOutcome;
import org.deploynet.control.nat.MappingProtocol;
import org.deploynet.control.nat.NatBehaviour;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.nat.NatLayers;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.nat.PortReport;
import org.deploynet.control.nat.Router;
import org.deploynet.control.rpc.RulesJson;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.DataUse;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.Surroundings;
import org.deploynet.control.sharing.Surroundings.Told;
import org.deploynet.control.sharing.Verdict;
import org.deploynet.control.sites.DenylistReport;
import org.deploynet.control.sites.Removal;
import org.deploynet.control.sites.SiteState;
import org.deploynet.control.sites.SitesReport;

/** An engine that only writes down what it is asked, so that the socket can be tested without WebRTC. */
final class PaperEngine implements PeerControl {
    final List<String> orders = new CopyOnWriteArrayList<>();
    final AtomicInteger snapshots = new AtomicInteger();
    private final int eventBytes;

    PaperEngine() {
        this(10);
    }

    /** {@code eventBytes} makes its snapshots as large as a test needs. */
    PaperEngine(int eventBytes) {
        this.eventBytes = eventBytes;
    }

    @Override
    public EngineSnapshot snapshot() {
        snapshots.incrementAndGet();
        return snapshot(Instant.parse("2026-11-21T10:00:00Z"), 0, 0);
    }

    /** With so many browsers and so much processor time used. */
    EngineSnapshot snapshot(Instant at, int browsers, double cpuSeconds) {
        Instant now = Instant.parse("2026-11-21T10:00:00Z");
        return new EngineSnapshot(
                at,
                new EngineSnapshot.Engine("1", "test", 1, now, cpuSeconds, 0),
                new EngineSnapshot.Condition(EngineState.IDLE, Reason.NO_DEMAND, now, Optional.empty()),
                new Transfer(0, 0, 0),
                new Transfer(0, 0, 0),
                new EngineSnapshot.Browsers(browsers, 60),
                new EngineSnapshot.Credits(0, 0, 0, 0, Optional.empty(), Optional.empty(), 0, 0),
                new EngineSnapshot.Nat(NatClass.UNKNOWN),
                new EngineSnapshot.Cache(0, 0, 0, 0, 0, 0, 0),
                new EngineSnapshot.Signaling(
                        EngineSnapshot.Signaling.Link.CONNECTED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                UploadChoice.AUTOMATIC,
                Optional.of(new EngineSnapshot.Automatic(new UploadLimit(5), Optional.of(7L), 2, true)),
                Allowance.full(new UploadLimit(5), DownloadLimit.UNLIMITED),
                new EngineSnapshot.Filling(DownloadLimit.UNLIMITED, FillHours.ANY_TIME),
                List.of(),
                List.of(new EngineEvent.SettingsDamaged(now, "x".repeat(eventBytes), "why")));
    }

    @Override
    public History history(History.Range range) {
        orders.add("history " + range);
        return new History(range, Instant.EPOCH, List.of(new History.Point(Instant.EPOCH, 1, 2, 3, 4, 5)));
    }

    @Override
    public CacheReport cache() {
        orders.add("cache");
        return new CacheReport(
                Instant.EPOCH,
                "/cache",
                new CacheReport.Fill(1, 2, 3, 4),
                new CacheReport.Contents(5, 6),
                new CacheReport.Demand(7, 8, 9),
                new CacheReport.Turnover(10, 11, 12),
                new CacheReport.Damage(13, 14, 15),
                Optional.of(CacheReport.ServesOnly.READ_ONLY),
                Optional.of(new CacheReport.Progress(16, 17)),
                EvictionPolicy.W_TINY_LFU,
                new CacheReport.Scrub(
                        true,
                        false,
                        18,
                        19,
                        20,
                        Optional.of(Instant.EPOCH),
                        Optional.of(CacheReport.Scrub.Pause.ON_BATTERY)),
                Optional.of(new CacheReport.Move(
                        CacheReport.Move.State.COPYING,
                        "/disk",
                        21,
                        22,
                        Optional.of(CacheReport.Move.Obstacle.NO_ROOM),
                        "detail")),
                List.of(new CacheReport.Site("5f", "https://a.example", 23, 24, true, Optional.of(25))));
    }

    @Override
    public NetworkReport network() {
        return new NetworkReport(
                true,
                Optional.of(Instant.EPOCH),
                NatClass.MODERATE,
                NatBehaviour.ENDPOINT_INDEPENDENT,
                NatBehaviour.ADDRESS_AND_PORT_DEPENDENT,
                NatLayers.CARRIER_GRADE,
                Optional.of(false),
                Optional.of("9.9.9.9:40000"),
                Optional.of("2620:fe::9"),
                List.of(new Evidence(Evidence.Finding.ROUND_TRIP, 12)),
                List.of(Advice.ASK_PROVIDER),
                new PortReport(
                        PortChoice.AUTOMATIC,
                        PortReport.Situation.ASKED,
                        16,
                        List.of(new PortReport.Attempt(
                                MappingProtocol.NAT_PMP, MappingOutcome.MAPPED, 0, 16, OptionalLong.of(3_600))),
                        Optional.of(new Router(
                                "192.168.1.1",
                                Optional.of("192.168.1.23"),
                                Optional.of("9.9.9.9"),
                                "maker",
                                "model",
                                Optional.of("http://192.168.1.1/settings")))),
                true,
                List.of(new NetworkReport.Past(NatClass.STRICT, Instant.EPOCH)),
                Optional.of(new BrowserShare(1_240, 1_153)));
    }

    @Override
    public EarningsReport earnings() {
        var waiting = new Earned(3, 30);
        var refused = new Amounts.Refused(RefusalReason.LATE, new Earned(1, 10));
        var amounts = new Amounts(new Earned(9, 90), new Earned(5, 50), waiting, 1, List.of(refused));
        return new EarningsReport(
                Instant.EPOCH,
                20,
                amounts,
                List.of(new EarningsReport.Site("5f", Optional.of("https://a.example"), amounts)),
                List.of(new EarningsReport.Day(LocalDate.EPOCH, 11, 90, 50)),
                Optional.of(new EarningsReport.Account(40, 10, Optional.of(Instant.parse("2026-11-24T18:00:00Z")))),
                new Spending(12, 5, List.of(transfer(BudgetTransfer.State.DONE))));
    }

    private static BudgetTransfer transfer(BudgetTransfer.State state) {
        return new BudgetTransfer(
                "id", "5f", Optional.of("https://a.example"), 7, Instant.EPOCH, state, Optional.empty());
    }

    @Override
    public BudgetTransfer transfer(String site, long microcredits) {
        orders.add("transfer " + microcredits + " to " + site);
        return transfer(BudgetTransfer.State.WAITING);
    }

    @Override
    public LedgerReport ledger() {
        var head = new LedgerReport.Head(1, "aa", "bb", Instant.EPOCH);
        return new LedgerReport(Optional.of(head), Optional.of(new LedgerReport.Alarm("shrunk", Instant.EPOCH, head)));
    }

    @Override
    public LedgerAccepted acceptLedger(String head) {
        orders.add("accept " + head);
        return new LedgerAccepted("/state/evidence.json", 9);
    }

    @Override
    public ReceiptPage receipts(Optional<String> after) {
        orders.add("receipts after " + after.orElse("none"));
        return new ReceiptPage(
                List.of(new HeldReceipt(
                        "ticket",
                        "5f",
                        Instant.EPOCH,
                        1,
                        1_000_000,
                        new Earned(9, 90),
                        new Earned(5, 50),
                        Optional.of(RefusalReason.LATE),
                        "a.b.c",
                        "d.e.f")),
                Optional.of("0/ticket"));
    }

    @Override
    public void ports(PortChoice choice) {
        orders.add("ports " + choice.toJson());
    }

    private static final DenylistReport LIST = new DenylistReport(
            "https://lists.example/a",
            "5f",
            "a list",
            3,
            9,
            Instant.EPOCH,
            Instant.EPOCH,
            Optional.of(Instant.EPOCH),
            Optional.of(DenylistReport.Trouble.ROLLED_BACK));

    @Override
    public DenylistReport addDenylist(String address, Optional<String> key) {
        orders.add("denylist " + address + " " + key.orElse("any"));
        return LIST;
    }

    @Override
    public void removeDenylist(String address) {
        orders.add("no denylist " + address);
    }

    @Override
    public void refreshDenylists() {
        orders.add("denylists");
    }

    @Override
    public SitesReport sites() {
        return new SitesReport(
                Instant.EPOCH,
                true,
                List.of(new SitesReport.Site(
                        "5f",
                        Optional.of("https://a.example"),
                        SiteState.DENYLIST,
                        Optional.of("a list"),
                        3,
                        new SitesReport.Kept(5, 9, true, Optional.of(20), false),
                        new SitesReport.Sent(1, 2, 3),
                        new Earned(9, 90),
                        new Earned(5, 50),
                        Optional.of(Instant.EPOCH),
                        Optional.of(1_000_000L),
                        false,
                        Optional.of("the origin is away"))),
                2,
                List.of(LIST));
    }

    @Override
    public Removal block(String site, boolean keep) {
        orders.add("block " + site.substring(0, 4) + (keep ? " and keep" : ""));
        return new Removal(77, false);
    }

    @Override
    public void allow(String site) {
        orders.add("allow " + site.substring(0, 4));
    }

    @Override
    public Removal purge(String site) {
        orders.add("purge " + site.substring(0, 4));
        return new Removal(78, true);
    }

    @Override
    public void serveUnpaid(boolean on) {
        orders.add("serve unpaid " + on);
    }

    @Override
    public void ownNetwork(boolean served) {
        orders.add("own network " + served);
    }

    @Override
    public void keepKeyIn(KeyPlace place) {
        orders.add("key " + place);
    }

    @Override
    public void testNetwork() {
        orders.add("test the network");
    }

    @Override
    public void bounds(Optional<Long> quotaBytes, Optional<Long> freeFloorBytes) {
        orders.add("bounds " + quotaBytes.orElse(-1L) + " " + freeFloorBytes.orElse(-1L));
    }

    @Override
    public void evictBy(EvictionPolicy policy) {
        orders.add("policy " + policy.key());
    }

    @Override
    public void pin(String site, boolean on) {
        orders.add("pin " + site.substring(0, 4) + " " + on);
    }

    @Override
    public void capShare(String site, Optional<Integer> percent) {
        orders.add("share " + site.substring(0, 4) + " " + percent.orElse(-1));
    }

    @Override
    public void limitBrowsers(int atOnce) {
        orders.add("browsers " + atOnce);
    }

    @Override
    public SharingReport sharing() {
        orders.add("sharing");
        var verdict =
                new Verdict(Rule.WHILE_RUNNING, SharingLevel.LIMITED, Optional.of(Instant.EPOCH), Optional.of("game"));
        return new SharingReport(
                Instant.EPOCH,
                SharingRules.USUAL,
                new Allowance(SharingLevel.LIMITED, Optional.of(verdict), new UploadLimit(1), new DownloadLimit(0)),
                List.of(verdict),
                new DataUse(LocalDate.EPOCH, LocalDate.EPOCH, 1, 2, 3, 4, Optional.of(5L), Optional.of(6L)),
                SharingReport.Power.BATTERY,
                SharingReport.Metered.UNKNOWN,
                List.of("game"),
                new Surroundings(Told.YES, Told.NO, Told.UNKNOWN, Optional.of(List.of("Home"))));
    }

    @Override
    public void rules(RulesChange change) {
        orders.add("rules " + RulesJson.write(change));
    }

    @Override
    public List<BrowserConnection> connections() {
        orders.add("connections");
        return List.of(new BrowserConnection("link", "5f", Instant.EPOCH, 1, 2, 3, true, LinkPath.RELAYED));
    }

    @Override
    public void disconnect(String id) {
        orders.add("disconnect " + id);
    }

    @Override
    public void scrub(boolean now) {
        orders.add("scrub " + now);
    }

    @Override
    public void moveCache(String to) {
        orders.add("move " + to);
    }

    @Override
    public void cancelMove() {
        orders.add("moveCancel");
    }

    @Override
    public void pause(Optional<Duration> duration) {
        orders.add("pause " + duration.map(Duration::toString).orElse("until resumed"));
    }

    @Override
    public void resume() {
        orders.add("resume");
    }

    @Override
    public void limit(UploadChoice upload) {
        orders.add("limit " + upload.toJson());
    }

    @Override
    public void limitDownload(DownloadLimit download) {
        orders.add("limit download " + download.toJson());
    }

    @Override
    public void fillHours(FillHours hours) {
        orders.add("fill hours " + hours.toJson());
    }

    @Override
    public void drain() {
        orders.add("drain");
    }

    @Override
    public EnginePlaces paths() {
        return new EnginePlaces("config", "state", "cache", "socket");
    }

    @Override
    public void shutdown() {
        orders.add("shutdown");
    }

    @Override
    public Subscription subscribe(Watching watching, Consumer<EngineSnapshot> target) {
        return SnapshotFeed.start(watching, this::snapshot, target);
    }
}
