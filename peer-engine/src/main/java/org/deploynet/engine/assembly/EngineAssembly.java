package org.deploynet.engine.assembly;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.deploynet.control.EngineConfig;
import org.deploynet.control.EngineEvent;
import org.deploynet.control.EnginePlaces;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.Reason;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.place.Places;
import org.deploynet.control.rpc.Rpc;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.consent.Consent;
import org.deploynet.engine.consent.Denylists;
import org.deploynet.engine.control.ControlServer;
import org.deploynet.engine.control.EngineLock;
import org.deploynet.engine.control.OwnerWishes;
import org.deploynet.engine.control.RecentEvents;
import org.deploynet.engine.credits.InclusionChecks;
import org.deploynet.engine.credits.LedgerWatch;
import org.deploynet.engine.credits.ReceiptBook;
import org.deploynet.engine.credits.StatementCheck;
import org.deploynet.engine.credits.Totals;
import org.deploynet.engine.credits.TransferBook;
import org.deploynet.engine.fill.FillGate;
import org.deploynet.engine.fill.KeptManifests;
import org.deploynet.engine.fill.OriginFetcher;
import org.deploynet.engine.fill.OriginPace;
import org.deploynet.engine.fill.SiteKeeper;
import org.deploynet.engine.history.HistoryBook;
import org.deploynet.engine.history.LineBook;
import org.deploynet.engine.history.ReachabilityBook;
import org.deploynet.engine.keychain.IdentityKeeper;
import org.deploynet.engine.keychain.SecretService;
import org.deploynet.engine.limits.DownloadBudget;
import org.deploynet.engine.limits.LineMeter;
import org.deploynet.engine.limits.MachineLoad;
import org.deploynet.engine.limits.OwnMemory;
import org.deploynet.engine.limits.PowerSource;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.limits.UploadBudget;
import org.deploynet.engine.link.rtc.RtcPeers;
import org.deploynet.engine.nat.DialBackProbe;
import org.deploynet.engine.nat.NetworkState;
import org.deploynet.engine.nat.NetworkWatch;
import org.deploynet.engine.nat.mapping.Gateways;
import org.deploynet.engine.rendezvous.Nudges;
import org.deploynet.engine.rendezvous.Rendezvous;
import org.deploynet.engine.rendezvous.ServerTime;
import org.deploynet.engine.serve.PieceServer;
import org.deploynet.engine.serve.Reception;
import org.deploynet.engine.serve.TicketGate;
import org.deploynet.engine.serve.UploadPump;
import org.deploynet.engine.storage.Disk;
import org.deploynet.engine.storage.NioDisk;
import org.deploynet.protocol.net.OriginAddresses;

/** The engine's parts, put together by hand in this order and closed in the reverse one. */
public final class EngineAssembly implements AutoCloseable {
    private static final Duration LAST_SETTLEMENT = Duration.ofMillis(500);

    private final Places places;
    private final Supplier<EngineSnapshot> snapshots;
    private final Closing parts;

    private EngineAssembly(Places places, Supplier<EngineSnapshot> snapshots, Closing parts) {
        this.places = places;
        this.snapshots = snapshots;
        this.parts = parts;
    }

    /** As below, for who starts no other engine. */
    public static EngineAssembly start(EngineOptions options, Runnable stop) throws EngineStartException {
        return start(options, new EngineCalls(stop, stop, Optional.empty()));
    }

    /** When this returns, the control socket answers; after three failed starts in safe mode. */
    public static EngineAssembly start(EngineOptions options, EngineCalls calls) throws EngineStartException {
        var parts = new Closing();
        boolean started = false;
        try {
            EngineAssembly engine = locked(options, calls, parts);
            started = true;
            return engine;
        } catch (IOException e) {
            throw new EngineStartException(EngineStartException.Why.FOLDER_NOT_USABLE, StartRules.words(e), e);
        } finally {
            if (!started) {
                parts.close();
            }
        }
    }

    // What every start stands on: folders that nobody else uses.
    private static EngineAssembly locked(EngineOptions options, EngineCalls calls, Closing parts)
            throws EngineStartException, IOException {
        Places places = options.places();
        StartRules.makeFolders(places);
        EngineLock lock = parts.add(StartRules.lock(places));
        Clock clock = Clock.systemUTC();
        FailedStarts starts = FailedStarts.load(places.state().resolve("failed-starts.json"), clock);
        if (starts.areTooMany()) {
            return safe(options, calls, lock, starts, clock, parts);
        }
        starts.begin();
        try {
            EngineAssembly engine = assemble(options, calls, lock, clock, parts);
            starts.ready();
            return engine;
        } catch (EngineStartException e) {
            e.why().inSafeMode().ifPresentOrElse(reason -> starts.failed(reason, e.detail()), starts::neverBegan);
            throw e;
        } catch (IOException e) {
            starts.failed(Reason.SAFE_FOLDER_NOT_USABLE, StartRules.words(e));
            throw e;
        } catch (RuntimeException e) {
            starts.failed(Reason.SAFE_ENDED, e.toString());
            throw e;
        }
    }

    private static EngineAssembly safe(
            EngineOptions options, EngineCalls calls, EngineLock lock, FailedStarts starts, Clock clock, Closing parts)
            throws EngineStartException, IOException {
        Places places = options.places();
        var events = new RecentEvents();
        EngineConfig config = StartRules.over(options, StartRules.loadSettings(places, events, clock));
        var safe = new SafeMode(places.forFaces(), config, events, starts, options.owner(), clock, calls);
        parts.add(ControlServer.start(
                places.socket(), lock, safe, new Rpc.Hello(Rpc.PROTOCOL, Build.version(), options.owner())));
        starts.allowOne();
        return new EngineAssembly(places, safe::snapshot, parts);
    }

    private static EngineAssembly assemble(
            EngineOptions options, EngineCalls calls, EngineLock lock, Clock clock, Closing parts)
            throws EngineStartException, IOException {
        Places places = options.places();
        Ticker ticker = Ticker.system();
        Disk disk = new NioDisk();
        var events = new RecentEvents();
        EngineConfig saved = StartRules.loadSettings(places, events, clock);
        EngineConfig chosen = StartRules.over(options, saved);

        // What must not be lost.
        PieceStore store = parts.add(StartRules.openCache(places, chosen, options.newCache(), disk, clock));
        store.state()
                .keptAside()
                .ifPresent(file -> events.add(new EngineEvent.StateDamaged(clock.instant(), file.toString())));
        ReceiptBook book = parts.add(StartRules.fromState(
                places.state(),
                state -> ReceiptBook.open(
                        state,
                        disk,
                        clock,
                        left -> events.add(new EngineEvent.ReceiptsOnReserve(clock.instant(), left)))));
        book.recovery()
                .keptAside()
                .map(aside -> receiptsDamaged(clock, aside, book.recovery().lost()))
                .ifPresent(events::add);
        IdentityKeeper identity = StartRules.openIdentity(places, SecretService.ofThisSession());
        PinnedNetwork pin = StartRules.fromState(places.state().resolve("network.json"), PinnedNetwork::load);
        long epoch = StartRules.fromState(places.state().resolve("epoch"), file -> Epoch.next(file, clock));

        // Serving browsers.
        var serverTime = new ServerTime(clock);
        RtcPeers rtc = parts.add(StartRules.startWebRtc(options));
        Clock wall = Clock.system(ZoneId.systemDefault());
        var line = new LineMeter();
        LineBook lineBook = openLineBook(places, disk, line, wall, events, parts);
        var sharing = new SharingKeeper(
                SharingKeeper.Senses.ofThisMachine(),
                lineBook,
                line,
                events,
                wall,
                ticker,
                Thread::startVirtualThread,
                chosen);
        var budget = new UploadBudget(0, ticker, line);
        var pump = parts.add(new UploadPump(budget, ticker));
        pump.start();
        var nudges = new Nudges();
        var bell = new Bell();
        var downloads = new DownloadBudget(chosen.download().bytesPerSecond(), ticker, line);
        var gate = new FillGate(downloads, wall);
        gate.setHours(chosen.fillHours());
        var fetcher = parts.add(new OriginFetcher(
                new OriginAddresses(options.localOrigins()),
                OriginPace.USUAL,
                serverTime,
                new OriginFetcher.Line(downloads, gate, ticker, bell::ring)));
        var manifests = new KeptManifests(() -> store.folder().resolve("manifests"), serverTime);
        var denylists = new Denylists(
                store.state(),
                places.state().resolve("denylists"),
                new DenylistSource(fetcher, options.localOrigins()),
                clock);
        var consent = new Consent(store.state(), denylists);
        consent.serveUnpaid(chosen.serveUnpaid());
        var keeper = parts.add(new SiteKeeper(
                new SiteKeeper.Tools(store, fetcher, manifests, consent, serverTime),
                new KeeperWatch(nudges, events, clock)));
        var tickets = new TicketGate(identity.id(), rtc.fingerprint(), serverTime);
        var server = new PieceServer(store, new KeptSitesPolicy(keeper, consent), serverTime);
        var guestbook = new Reception.Guestbook(bell::ring, book::ended);
        var reception = new Reception(tickets, server, pump, book::add, chosen.browsersAtOnce(), ticker, guestbook);

        var testAgain = new Bell();
        Gateways gateways = Gateways.ofThisMachine();
        var ports = parts.add(new PortKeeper(
                rtc.doors(),
                PortKeeper.portsOf(identity.id(), epoch),
                chosen.ports(),
                PortKeeper::asking,
                gateways,
                testAgain::ring));

        // The owner's hand on it.
        var hand = new OwnersHand(reception, pump, budget, downloads, gate, keeper);
        var uplink = parts.add(new UplinkKeeper(line, hand, pump::moreWaits, wall, ticker));
        uplink.choose(chosen.upload());
        var config = new LiveConfig(StartRules.settings(places), saved, chosen, now -> {
            uplink.choose(now.upload());
            sharing.configure(now);
            reception.setMaxLinks(now.browsersAtOnce());
            CacheKeeping.apply(now, store, disk);
            ports.choose(now.ports());
            gate.setHours(now.fillHours());
            keeper.rulesChanged();
            consent.serveUnpaid(now.serveUnpaid());
            SitesKeeping.tell(keeper, reception);
        });
        OwnerWishes wishes = StartRules.fromState(
                places.state().resolve("wish.json"),
                file -> OwnerWishes.load(file, clock, ticker, wish -> {
                    hand.wish(wish);
                    bell.ring();
                    nudges.nudge(Nudges.Nudge.LOAD);
                }));
        sharing.tell(allowance -> {
            hand.allow(allowance);
            bell.ring();
            nudges.nudge(Nudges.Nudge.LOAD);
        });

        // The network, which from here on may send visitors. Closed in this order: visitors are told, receipts settled.
        var meters = new Meters(reception, fetcher, book);
        var history = HistoryBook.open(store.state(), meters, ticker, clock, ZoneId.systemDefault());
        parts.add(history::keep);
        var network = new AtomicReference<Optional<Rendezvous>>(Optional.empty());
        DialBackProbe.Caller caller = (port, transaction) ->
                network.get().filter(open -> open.dialBack(port, transaction)).isPresent();
        var reachability = new ReachabilityBook(store.state(), clock);
        var nat = parts.add(new NatKeeper(
                NatKeeper.remembering(StartRules.natProbe(options, caller, ports), reachability),
                () -> new NetworkReport.Beside(
                        ports.report(), config.now().ownNetwork(), reachability.past(NatKeeper.CHANGES_SHOWN)),
                testAgain,
                () -> nudges.nudge(Nudges.Nudge.REACH),
                new SecureRandom(),
                clock));
        nat.start();
        var doors = new Switchboard.Doors(tickets, rtc, reception);
        Consumer<LedgerWatch.Alarm> doubt = alarm -> {
            events.add(ledgerChanged(alarm));
            bell.ring();
        };
        var ledger = new LedgerWatch(store.state(), clock, doubt);
        ledger.alarm().map(EngineAssembly::ledgerChanged).ifPresent(events::add);
        var switchboard = new Switchboard(doors, keeper, store, config, uplink, nat, ports, ledger, events, clock);
        var self = new Rendezvous.Self(new KeptKey(identity), epoch, rtc.fingerprint(), Build.version());
        var transfers = new TransferBook(store.state(), clock);
        var statement = new StatementCheck(book, found -> events.add(receiptsMended(clock, found)));
        var ledgers = new LedgerKeeping(ledger, book, transfers, statement, nudges, places.state(), clock);
        ledgers.goOn();
        var settlement = new ReceiptsToSettle(
                book, statement, new InclusionChecks(book, identity.id(), ledger::kept, ledger, clock), events, clock);
        Optional<Rendezvous> rendezvous = chosen.signaling()
                .map(Rendezvous::superPeerAddress)
                .map(address -> new Rendezvous.Parts(
                        address, pin, serverTime, switchboard, settlement, new OrdersToSend(transfers), nudges))
                .map(known -> new Rendezvous(self, known, new SecureRandom()));
        network.set(rendezvous);
        rendezvous.ifPresent(parts::add);
        parts.add(() -> settleLast(book, rendezvous));
        parts.add(reception);
        rendezvous.ifPresent(Rendezvous::start);
        parts.add(NetworkWatch.start(
                () -> NetworkState.now(gateways.defaults().orElse(List.of())),
                new NetworkChanges(rendezvous, nat, ports)));
        Optional<Recycling> recycling = calls.recycle()
                .map(recycle -> new Recycling(
                        options.memoryMarkBytes().orElse(Recycling.DEFAULT_MARK_BYTES),
                        // A heap gives unused room back to the system in steps only, and it is resident until then.
                        OwnMemory.ofThisProcess().without(Runtime.getRuntime()::freeMemory),
                        System::gc,
                        ticker,
                        hand::finish,
                        recycle));
        uplink.start(number -> rendezvous.filter(open -> open.ping(number)).isPresent());
        parts.add(Housekeeping.start(
                bell, wishes, meters, history, lineBook, sharing, uplink, recycling, nudges, ticker));
        store.scrubber()
                .start(new ScrubManners(PowerSource.ofThisMachine(), MachineLoad.ofThisMachine(), reception::meters));

        // The faces.
        var snapshots = new Snapshots(
                new Snapshots.Sources(
                        config,
                        wishes,
                        sharing,
                        uplink,
                        events,
                        store,
                        book,
                        keeper,
                        fetcher,
                        reception,
                        history,
                        switchboard,
                        ledger,
                        nat,
                        pin,
                        rendezvous,
                        identity),
                options.owner(),
                clock);
        var cache = new CacheKeeping(store, config, new CacheReports(store, keeper, clock));
        var sites = new SitesKeeping(
                consent,
                keeper,
                reception,
                store,
                config,
                new SitesReports(keeper, consent, store, book, history, clock));
        var listKeeper = parts.add(
                new DenylistKeeper(denylists, gate, () -> SitesKeeping.tell(keeper, reception), new SecureRandom()));
        listKeeper.start();
        var control = new EngineControl(
                () -> placesNow(places, store),
                snapshots,
                cache,
                nat,
                ports,
                new KeyMoves(identity, () -> rendezvous.ifPresent(Rendezvous::keyMayBeBack)),
                new EarningsKeeping(
                        new EarningsReports(book, transfers, history, keeper, switchboard::balance, clock),
                        new TransferDesk(transfers, () -> pin.pinned().isPresent(), nudges),
                        ledgers),
                sites,
                listKeeper,
                history,
                wishes,
                config,
                sharing,
                uplink,
                reception,
                clock,
                calls.stop());
        parts.add(ControlServer.start(
                places.socket(), lock, control, new Rpc.Hello(Rpc.PROTOCOL, Build.version(), options.owner())));
        return new EngineAssembly(places, snapshots, parts);
    }

    private static LineBook openLineBook(
            Places places, Disk disk, LineMeter meter, Clock wall, RecentEvents events, Closing parts)
            throws EngineStartException {
        LineBook.Opened opened = StartRules.fromState(
                places.state().resolve("line.log"), file -> LineBook.open(file, disk, meter, wall));
        opened.keptAside()
                .ifPresent(file -> events.add(new EngineEvent.DataBookDamaged(wall.instant(), file.toString())));
        return parts.add(opened.book());
    }

    private static EngineEvent ledgerChanged(LedgerWatch.Alarm alarm) {
        return new EngineEvent.LedgerChanged(
                Instant.ofEpochMilli(alarm.at()),
                alarm.breach().name().toLowerCase(Locale.ROOT),
                alarm.kept().size(),
                alarm.shown().size());
    }

    private static EngineEvent receiptsDamaged(Clock clock, Path aside, Totals.Sum lost) {
        return new EngineEvent.ReceiptsDamaged(clock.instant(), aside.toString(), lost.bytes(), lost.microcredits());
    }

    private static EngineEvent receiptsMended(Clock clock, ReceiptBook.Mending found) {
        return new EngineEvent.ReceiptsMended(
                clock.instant(),
                found.mended().microcredits(),
                found.lost().microcredits(),
                found.less().microcredits());
    }

    private static void settleLast(ReceiptBook book, Optional<Rendezvous> rendezvous) throws InterruptedException {
        book.flush();
        if (rendezvous.isPresent()) {
            rendezvous.get().settleLast(LAST_SETTLEMENT);
        }
    }

    public Places places() {
        return places;
    }

    public EngineSnapshot snapshot() {
        return snapshots.get();
    }

    @Override
    public void close() {
        parts.close();
    }

    // The cache may have moved since.
    private static EnginePlaces placesNow(Places places, PieceStore store) {
        EnginePlaces atStart = places.forFaces();
        return new EnginePlaces(
                atStart.config(), atStart.state(), store.folder().toString(), atStart.socket());
    }

    static Path nativeFolder(Places places) {
        return places.state().resolve("native");
    }
}
