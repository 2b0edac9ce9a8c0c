package org.deploynet.signaling;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.net.OriginAddresses;
import org.deploynet.protocol.signaling.ManifestNews;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.protocol.signaling.SiteCaps;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.protocol.signaling.ToSuperPeer.CheckpointNews;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.api.PairCount;
import org.deploynet.signaling.guard.Alarms;
import org.deploynet.signaling.guard.OwnCaps;
import org.deploynet.signaling.guard.PageTokens;
import org.deploynet.signaling.guard.PaidBytes;
import org.deploynet.signaling.guard.UnpaidTickets;
import org.deploynet.signaling.ledger.AccountStatements;
import org.deploynet.signaling.ledger.Budgets;
import org.deploynet.signaling.ledger.Checkpoints;
import org.deploynet.signaling.ledger.Corrections;
import org.deploynet.signaling.ledger.Ledger;
import org.deploynet.signaling.ledger.Settlement;
import org.deploynet.signaling.ledger.TicketOffice;
import org.deploynet.signaling.ledger.Transfers;
import org.deploynet.signaling.links.Audience;
import org.deploynet.signaling.links.Handshakes;
import org.deploynet.signaling.links.Introductions;
import org.deploynet.signaling.links.LinkTickets;
import org.deploynet.signaling.links.PeersOff;
import org.deploynet.signaling.pairing.Pair;
import org.deploynet.signaling.pairing.Pairings;
import org.deploynet.signaling.pairing.Tally;
import org.deploynet.signaling.pairing.VisitorReach;
import org.deploynet.signaling.peers.Assignments;
import org.deploynet.signaling.peers.Epochs;
import org.deploynet.signaling.peers.HolderChoice;
import org.deploynet.signaling.peers.Lookup;
import org.deploynet.signaling.peers.OnlinePeer;
import org.deploynet.signaling.peers.Presence;
import org.deploynet.signaling.purge.Purges;
import org.deploynet.signaling.regions.TicketCountries;
import org.deploynet.signaling.reports.Refusals;
import org.deploynet.signaling.reports.Reports;
import org.deploynet.signaling.reputation.Reputations;
import org.deploynet.signaling.sites.OriginFetch;
import org.deploynet.signaling.sites.Site;
import org.deploynet.signaling.sites.Sites;
import org.deploynet.signaling.socket.SuperPeerSocket;
import org.deploynet.signaling.socket.VisitorSocket;
import org.deploynet.signaling.socket.Wires;
import org.deploynet.signaling.storage.DataFolder;
import org.deploynet.signaling.storage.Database;
import org.deploynet.signaling.stun.DialBack;
import org.deploynet.signaling.stun.StunServer;
import org.deploynet.signaling.web.WebFront;

/** The parts of the server, put together by hand; they close in the reverse order of their opening. */
final class Assembly implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Assembly.class.getName());
    // Jetty names a socket's remote address in its warnings, and no address of a visitor may be written anywhere.
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");
    private static final Duration ASSIGN_AFTER = Duration.ofMillis(20);
    private static final Duration ASSIGN_EVERY = Duration.ofSeconds(10);
    private static final int AUDITED_AT_ONCE = 2_000;
    private static final Duration KEEP_HOUSE_EVERY = Duration.ofMinutes(1);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final long startedAt = System.nanoTime();
    private final DataFolder folder;
    private final SigningKey network;
    private final Database database;
    private final Ledger ledger;
    private final Budgets budgets;
    private final Checkpoints checkpoints;
    private final Sites sites;
    private final Presence presence = new Presence();
    private final Audience audience = new Audience();
    private final PeersOff peersOff;
    private final UnpaidTickets unpaid = new UnpaidTickets();
    private final Alarms alarms;
    private final Refusals refusals;
    private final Reports reports;
    private final PageTokens tokens;
    private final OwnCaps caps;
    private final Assignments assignments;
    private final Pairings pairings;
    private final Reputations reputations;
    private final Purges purges;
    private final Handshakes handshakes;
    private final Housekeeping housekeeping;
    private final OriginFetch origins;
    private final StunServer stun;
    private final Optional<DialBack> dialBack;
    private volatile boolean ledgerHolds = true;
    private final ScheduledExecutorService pings;
    private final ScheduledExecutorService work;
    private final Coalesced assign;
    private final Wires wires;
    private final WebFront front;

    static Assembly open(SignalingOptions options) throws IOException, SQLException {
        JETTY.setLevel(Level.OFF);
        DataFolder folder = DataFolder.open(options.data());
        try {
            Database database = Database.open(folder.database());
            try {
                return new Assembly(options, folder, database);
            } catch (IOException | RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (IOException | SQLException | RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private Assembly(SignalingOptions options, DataFolder folder, Database database) throws IOException {
        Clock clock = options.clock();
        this.folder = folder;
        this.database = database;
        network = folder.networkKey();
        ledger = new Ledger(clock);
        caps = new OwnCaps(database, options.payCaps());
        budgets = new Budgets(database, ledger, site -> caps.of(site).dayMicrocredits(), clock);
        alarms = new Alarms(database, options.alarmRule(), clock);
        growTree();
        checkpoints = new Checkpoints(database, ledger, network, clock);
        refusals = new Refusals(database, clock);
        reports = new Reports(
                database, refusals, alarms, budgets, caps, options.regions().areKnown(), clock);
        tokens = new PageTokens(database, network, clock);
        var countries = new TicketCountries(options.regions());
        reputations = new Reputations(database, clock, System::nanoTime);
        var settlement = new Settlement(
                database,
                ledger,
                budgets,
                clock,
                options.pendingFor(),
                peer -> presence.find(peer).map(online -> online.reach().nat()).orElse(Reachability.UNKNOWN),
                countries,
                reputations::settled);
        housekeeping = new Housekeeping(database, budgets, settlement, clock);
        origins = new OriginFetch(new OriginAddresses(options.localOrigins()));
        sites = new Sites(database, origins, clock, this::announce);
        peersOff = new PeersOff(database, audience);
        assignments = new Assignments(
                presence,
                sites::allServing,
                site -> Math.max(options.holders(), HolderChoice.holdersFor(audience.count(site))),
                new HolderChoice(salt(network)),
                reputations::weight,
                options.price());
        pairings = new Pairings(database, clock, System::nanoTime);
        purges = new Purges(database, presence, sites);
        var office = new TicketOffice(network, budgets, clock);
        var paid = new PaidBytes(
                site -> caps.of(site).prefixBytes().orElse(SiteCaps.MAX_BYTES),
                site -> caps.of(site).hourBytes().map(OptionalLong::of).orElse(OptionalLong.empty()),
                clock);
        // The same setting: who runs a network on one machine has all of its super-peers at one address, too.
        Predicate<OnlinePeer> isPaidThere = peer -> options.paySamePrefix() || presence.isFirstAtItsAddress(peer);
        var tickets = new LinkTickets(
                office,
                paid,
                unpaid,
                refusals,
                isPaidThere,
                countries,
                new LinkTickets.Terms(options.price(), options.paySamePrefix()));
        var introductions = new Introductions(
                sites,
                new Lookup(
                        presence,
                        assignments,
                        pairings,
                        reputations,
                        options.turn().isPresent(),
                        new SecureRandom()),
                tickets,
                reputations,
                () -> options.turn().map(turn -> turn.lend(clock.instant())),
                clock);
        var candidates = options.localPeers() ? Candidates.withLocal() : Candidates.publicOnly();
        pings = Executors.newSingleThreadScheduledExecutor(daemon("signaling-pings"));
        work = Executors.newSingleThreadScheduledExecutor(daemon("signaling-work"));
        assign = new Coalesced(work, ASSIGN_AFTER, this::assign);
        wires = new Wires(pings, options.pingEvery());
        stun = StunServer.open(options.stunListen());
        List<String> visitorStun = Stream.of(stun.urls(), options.stun(), stun.otherUrls())
                .flatMap(List::stream)
                .limit(ToSuperPeer.Welcome.MAX_STUN)
                .toList();
        handshakes = new Handshakes(
                introductions,
                tickets,
                budgets,
                candidates,
                pairings,
                reputations,
                refusals,
                VisitorReach.endpoints(visitorStun),
                clock);
        // Who may not answer by UDP has nothing to call with.
        dialBack = options.stunListen().isEmpty() ? Optional.empty() : Optional.of(DialBack.open(candidates));
        front = new WebFront(
                options,
                new WebFront.Parts(
                        wires,
                        new SuperPeerSocket.Parts(
                                network,
                                new Epochs(database),
                                presence,
                                isPaidThere,
                                handshakes,
                                pairings,
                                reputations,
                                settlement,
                                new Transfers(
                                        database,
                                        ledger,
                                        site -> sites.find(site).isPresent()),
                                checkpoints,
                                new AccountStatements(database),
                                purges,
                                Stream.concat(stun.probeUrls().stream(), options.stun().stream())
                                        .toList(),
                                dialBack,
                                clock),
                        new VisitorSocket.Parts(
                                network.id(), sites, audience, peersOff, handshakes, tokens, visitorStun, clock),
                        sites,
                        budgets,
                        new Corrections(database, ledger, settlement),
                        alarms,
                        caps,
                        reports,
                        checkpoints,
                        purges,
                        peersOff,
                        network,
                        folder.adminToken(),
                        this::health));
    }

    /** Starts what listens and what runs by the clock; returns the address. */
    URI start() throws Exception {
        opened.push(folder);
        opened.push(database);
        pairings.start();
        tokens.start();
        caps.start();
        opened.push(pairings::save);
        opened.push(this::saveReputations);
        opened.push(refusals::save);
        opened.push(stun);
        dialBack.ifPresent(opened::push);
        housekeeping.wake();
        Thread.ofVirtual().name("ledger-audit").start(this::auditLedger);
        opened.push(pings::shutdownNow);
        opened.push(work::shutdownNow);
        opened.push(origins);
        origins.start();
        opened.push(sites);
        presence.watch(_ -> assign.soon(), peer -> {
            assign.soon();
            Thread.startVirtualThread(() -> handshakes.gone(peer));
        });
        purges.start();
        peersOff.start();
        sites.start();
        var _ = wires.start();
        every(ASSIGN_EVERY, assign::soon);
        every(KEEP_HOUSE_EVERY, this::keepHouse);
        every(KEEP_HOUSE_EVERY, pairings::save);
        every(KEEP_HOUSE_EVERY, this::saveReputations);
        stun.start();
        opened.push(front);
        front.start();
        folder.announce(front.uri().toString());
        LOG.log(System.Logger.Level.INFO, "network {0} answers at {1}", network.id(), front.uri());
        return front.uri();
    }

    KeyId network() {
        return network.id();
    }

    Budgets budgets() {
        return budgets;
    }

    Database database() {
        return database;
    }

    Presence presence() {
        return presence;
    }

    long verifyLedger() {
        return database.call(ledger::verify);
    }

    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "could not close " + part, e);
            }
        }
    }

    // In the background and in parts: a long ledger must not keep a server from serving.
    private void auditLedger() {
        var audit = new Ledger.Audit();
        try {
            while (!database.call(connection -> audit.next(connection, AUDITED_AT_ONCE))) {
                // A part; whoever waits for the database has a turn before the next one.
            }
            LOG.log(System.Logger.Level.DEBUG, "the ledger's chain and balances hold");
        } catch (Ledger.Broken e) {
            ledgerHolds = false;
            LOG.log(System.Logger.Level.ERROR, "THE LEDGER DOES NOT HOLD: " + e.getMessage());
        } catch (IllegalStateException closed) {
            LOG.log(System.Logger.Level.DEBUG, "the server ended before its ledger was read");
        }
    }

    Reports reports() {
        return reports;
    }

    void keepHouse() {
        housekeeping.run();
        alarms.look();
        refusals.save();
        checkpoints
                .hourly()
                .map(CheckpointNews::new)
                .ifPresent(news -> presence.all().forEach(peer -> peer.line().send(news)));
    }

    private void saveReputations() {
        reputations.save(peer -> presence.find(peer).isPresent());
    }

    // Only a ledger that was begun before it had a tree has to catch up, once.
    private void growTree() {
        while (database.call(connection -> ledger.growTree(connection, AUDITED_AT_ONCE)) == AUDITED_AT_ONCE) {
            LOG.log(System.Logger.Level.INFO, "the tree over the ledger is being made");
        }
    }

    private void announce(Site site) {
        var news = new ManifestNews(site.id(), site.sequence());
        presence.all().forEach(peer -> peer.line().send(news));
        audience.of(site.id()).forEach(visitor -> visitor.line().send(news));
        assign.soon();
    }

    private void assign() {
        try {
            assignments.refresh();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "buckets could not be assigned", e);
        }
    }

    private void every(Duration period, Runnable task) {
        var _ = work.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException e) {
                        LOG.log(System.Logger.Level.ERROR, "regular work failed, it is tried again", e);
                    }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private Health health() {
        return new Health(
                ledgerHolds ? "ok" : "ledger-broken",
                network.id(),
                presence.count(),
                audience.count(),
                sites.allServing().size(),
                handshakes.count(),
                handshakes.opened(),
                handshakes.reports(),
                peersOff.isAllOff(),
                peersOff.sites(),
                alarms.recent(),
                unpaid.all(),
                pairings.counts().stream().map(Assembly::pairCount).toList(),
                Duration.ofNanos(System.nanoTime() - startedAt).toMillis());
    }

    private static java.util.concurrent.ThreadFactory daemon(String name) {
        return Thread.ofPlatform().daemon().name(name).factory();
    }

    private static PairCount pairCount(Pairings.Count count) {
        Pair pair = count.pair();
        Tally tally = count.tally();
        return new PairCount(
                pair.visitor(), pair.peer(), pair.ipv6(), tally.tried(), tally.connected(), tally.relayed());
    }

    // Of the secret key, so that it is the same after every start and nobody else can work it out.
    private static long salt(SigningKey network) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(("assignment " + network.toSecretJson()).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
