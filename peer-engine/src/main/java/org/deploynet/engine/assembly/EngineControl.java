package org.deploynet.engine.assembly;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deploynet.control.BrowserConnection;
import org.deploynet.control.CacheControl;
import org.deploynet.control.CacheReport;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EnginePlaces;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.control.FillHours;
import org.deploynet.control.History;
import org.deploynet.control.PeerControl;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.earnings.EarningsControl;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.earnings.LedgerAccepted;
import org.deploynet.control.earnings.LedgerReport;
import org.deploynet.control.earnings.ReceiptPage;
import org.deploynet.control.identity.IdentityControl;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.rpc.Rpc;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sites.DenylistControl;
import org.deploynet.control.sites.DenylistReport;
import org.deploynet.control.sites.Removal;
import org.deploynet.control.sites.SitesControl;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.engine.control.OwnerWish;
import org.deploynet.engine.control.OwnerWishes;
import org.deploynet.engine.control.SnapshotFeed;
import org.deploynet.engine.history.HistoryBook;
import org.deploynet.engine.serve.Reception;

/** What faces ask, carried out on the parts of this engine. Safe from any thread. */
final class EngineControl implements PeerControl {
    private final Supplier<EnginePlaces> places;
    private final Supplier<EngineSnapshot> snapshots;
    private final CacheControl cache;
    private final NatKeeper network;
    private final PortKeeper ports;
    private final IdentityControl identity;
    private final EarningsControl earnings;
    private final SitesControl sites;
    private final DenylistControl denylists;
    private final HistoryBook history;
    private final OwnerWishes wishes;
    private final LiveConfig config;
    private final SharingKeeper sharing;
    private final UplinkKeeper uplink;
    private final Reception reception;
    private final Clock clock;
    private final Runnable stop;

    EngineControl(
            Supplier<EnginePlaces> places,
            Supplier<EngineSnapshot> snapshots,
            CacheControl cache,
            NatKeeper network,
            PortKeeper ports,
            IdentityControl identity,
            EarningsControl earnings,
            SitesControl sites,
            DenylistControl denylists,
            HistoryBook history,
            OwnerWishes wishes,
            LiveConfig config,
            SharingKeeper sharing,
            UplinkKeeper uplink,
            Reception reception,
            Clock clock,
            Runnable stop) {
        this.places = places;
        this.snapshots = snapshots;
        this.cache = cache;
        this.network = network;
        this.ports = ports;
        this.identity = identity;
        this.earnings = earnings;
        this.sites = sites;
        this.denylists = denylists;
        this.history = history;
        this.wishes = wishes;
        this.config = config;
        this.sharing = sharing;
        this.uplink = uplink;
        this.reception = reception;
        this.clock = clock;
        this.stop = stop;
    }

    @Override
    public EngineSnapshot snapshot() {
        return snapshots.get();
    }

    @Override
    public History history(History.Range range) {
        return history.history(range);
    }

    @Override
    public CacheReport cache() throws IOException {
        return cache.cache();
    }

    @Override
    public NetworkReport network() throws IOException {
        return network.network();
    }

    @Override
    public EarningsReport earnings() throws IOException {
        return earnings.earnings();
    }

    @Override
    public ReceiptPage receipts(Optional<String> after) throws IOException {
        return earnings.receipts(after);
    }

    @Override
    public BudgetTransfer transfer(String site, long microcredits) throws IOException {
        return earnings.transfer(site, microcredits);
    }

    @Override
    public LedgerReport ledger() throws IOException {
        return earnings.ledger();
    }

    @Override
    public LedgerAccepted acceptLedger(String head) throws IOException {
        return earnings.acceptLedger(head);
    }

    @Override
    public SitesReport sites() throws IOException {
        return sites.sites();
    }

    @Override
    public Removal block(String site, boolean keep) throws IOException {
        return sites.block(site, keep);
    }

    @Override
    public void allow(String site) throws IOException {
        sites.allow(site);
    }

    @Override
    public Removal purge(String site) throws IOException {
        return sites.purge(site);
    }

    @Override
    public void serveUnpaid(boolean on) throws IOException {
        sites.serveUnpaid(on);
    }

    @Override
    public DenylistReport addDenylist(String address, Optional<String> key) throws IOException {
        return denylists.addDenylist(address, key);
    }

    @Override
    public void removeDenylist(String address) throws IOException {
        denylists.removeDenylist(address);
    }

    @Override
    public void refreshDenylists() throws IOException {
        denylists.refreshDenylists();
    }

    @Override
    public void ports(PortChoice choice) throws IOException {
        config.change(settings -> settings.withPorts(choice));
    }

    @Override
    public void ownNetwork(boolean served) throws IOException {
        config.change(settings -> settings.withOwnNetwork(served));
    }

    @Override
    public void keepKeyIn(KeyPlace place) throws IOException {
        identity.keepKeyIn(place);
    }

    @Override
    public void testNetwork() throws IOException {
        // He may have changed the router meanwhile; if it forwards more than before, that rings for another test.
        ports.askAgain();
        network.testNetwork();
    }

    @Override
    public void bounds(Optional<Long> quotaBytes, Optional<Long> freeFloorBytes) throws IOException {
        cache.bounds(quotaBytes, freeFloorBytes);
    }

    @Override
    public void evictBy(EvictionPolicy policy) throws IOException {
        cache.evictBy(policy);
    }

    @Override
    public void pin(String site, boolean on) throws IOException {
        cache.pin(site, on);
    }

    @Override
    public void capShare(String site, Optional<Integer> percent) throws IOException {
        cache.capShare(site, percent);
    }

    @Override
    public void scrub(boolean now) throws IOException {
        cache.scrub(now);
    }

    @Override
    public void moveCache(String to) throws IOException {
        cache.moveCache(to);
    }

    @Override
    public void cancelMove() throws IOException {
        cache.cancelMove();
    }

    @Override
    public void pause(Optional<Duration> duration) throws IOException {
        wishes.become(new OwnerWish.Pause(duration.map(clock.instant()::plus)));
    }

    @Override
    public void resume() throws IOException {
        wishes.become(new OwnerWish.Share());
    }

    @Override
    public void limit(UploadChoice upload) throws IOException {
        config.change(settings -> settings.withUpload(upload));
    }

    @Override
    public void limitDownload(DownloadLimit download) throws IOException {
        config.change(settings -> settings.withDownload(download));
    }

    @Override
    public void fillHours(FillHours hours) throws IOException {
        config.change(settings -> settings.withFillHours(hours));
    }

    @Override
    public void limitBrowsers(int atOnce) throws IOException {
        config.change(settings -> settings.withBrowsersAtOnce(atOnce));
    }

    @Override
    public SharingReport sharing() {
        return sharing.report().atMost(uplink.limit());
    }

    @Override
    public void rules(RulesChange change) throws IOException {
        config.change(settings -> settings.withSharing(change.on(settings.sharing())));
    }

    @Override
    public List<BrowserConnection> connections() {
        Instant now = clock.instant();
        return reception.links().stream()
                .map(link -> new BrowserConnection(
                        link.id(),
                        link.site().hex(),
                        now.minus(link.age()),
                        link.sentBytes(),
                        link.bytesPerSecond(),
                        link.openWants(),
                        link.waitsForReceipt(),
                        link.path()))
                .sorted(Comparator.comparing(BrowserConnection::since))
                .toList();
    }

    @Override
    public void disconnect(String id) throws ControlRefusedException {
        if (!reception.closeLink(id)) {
            throw new ControlRefusedException(Rpc.INVALID_PARAMS, "no browser is connected by the id " + id);
        }
    }

    @Override
    public void drain() throws IOException {
        wishes.become(new OwnerWish.Drain());
    }

    @Override
    public EnginePlaces paths() {
        return places.get();
    }

    @Override
    public void shutdown() {
        stop.run();
    }

    @Override
    public Subscription subscribe(Watching watching, Consumer<EngineSnapshot> target) {
        return SnapshotFeed.start(watching, snapshots, target);
    }
}
