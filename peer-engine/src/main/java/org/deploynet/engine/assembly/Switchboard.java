package org.deploynet.engine.assembly;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.deploynet.control.EngineEvent;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.reputation.Reputation;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.control.RecentEvents;
import org.deploynet.engine.credits.LedgerWatch;
import org.deploynet.engine.fill.KeptSite;
import org.deploynet.engine.fill.SiteKeeper;
import org.deploynet.engine.link.PeerLink;
import org.deploynet.engine.link.rtc.HandshakeEvents;
import org.deploynet.engine.link.rtc.RtcPeers;
import org.deploynet.engine.rendezvous.RendezvousEvents;
import org.deploynet.engine.serve.Entry;
import org.deploynet.engine.serve.Reception;
import org.deploynet.engine.serve.ServeMeters;
import org.deploynet.engine.serve.TicketGate;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.signaling.Answer;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.FromSuperPeer.Decline;
import org.deploynet.protocol.signaling.FromSuperPeer.Opened;
import org.deploynet.protocol.signaling.ManifestNews;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.deploynet.protocol.signaling.ToSuperPeer.Assigned;
import org.deploynet.protocol.signaling.ToSuperPeer.Balance;
import org.deploynet.protocol.signaling.ToSuperPeer.Offer;
import org.deploynet.protocol.signaling.ToSuperPeer.Reached;
import org.deploynet.protocol.signaling.ToSuperPeer.Reputed;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.ConsistencyProof;

/** Connects what the network says to the parts it is meant for, and what it wants to know. Safe from any thread. */
final class Switchboard implements RendezvousEvents {
    private static final System.Logger LOG = System.getLogger(Switchboard.class.getName());
    private static final long MOST_BYTES_PER_SECOND = 1L << 40;
    private static final long MOST_BYTES = 1L << 50;
    private static final int MOST_SITES = 256;

    private final Doors doors;
    private final SiteKeeper keeper;
    private final PieceStore store;
    private final LiveConfig config;
    private final UplinkKeeper uplink;
    private final NatKeeper nat;
    private final PortKeeper ports;
    private final LedgerWatch ledger;
    private final RecentEvents events;
    private final Clock clock;
    private volatile Optional<Balance> balance = Optional.empty();
    private volatile Optional<Reputation> reputation = Optional.empty();

    /** Where visitors come in. */
    record Doors(TicketGate gate, RtcPeers rtc, Reception reception) {}

    Switchboard(
            Doors doors,
            SiteKeeper keeper,
            PieceStore store,
            LiveConfig config,
            UplinkKeeper uplink,
            NatKeeper nat,
            PortKeeper ports,
            LedgerWatch ledger,
            RecentEvents events,
            Clock clock) {
        this.doors = doors;
        this.keeper = keeper;
        this.store = store;
        this.config = config;
        this.uplink = uplink;
        this.nat = nat;
        this.ports = ports;
        this.ledger = ledger;
        this.events = events;
        this.clock = clock;
    }

    /** As the network last said; empty before it did. */
    Optional<Balance> balance() {
        return balance;
    }

    /** As the network last said; empty before it did. */
    Optional<Reputation> reputation() {
        return reputation;
    }

    @Override
    public void reputed(Reputed word) {
        // What it says again changes nothing, so that no face is woken for it.
        reputation = reputation
                .filter(before -> ToldReputation.of(word, before.toldAt()).equals(before))
                .or(() -> Optional.of(ToldReputation.of(word, clock.instant())));
    }

    @Override
    public void joined(PublicKeyJwk network) {
        doors.gate().pin(network);
        ledger.connected();
    }

    @Override
    public void welcomed(List<String> stun) {
        doors.rtc().useStun(stun);
        uplink.connected();
        ports.welcomed();
        nat.welcomed(stun);
    }

    @Override
    public void balance(Balance now) {
        balance = Optional.of(now);
    }

    @Override
    public void assigned(List<Assigned> sites) {
        keeper.assign(sites.stream().map(Switchboard::assignment).toList());
    }

    private static KeptSite.Assignment assignment(Assigned site) {
        var others = new HashMap<Integer, Integer>();
        List<Integer> holders = site.holders().orElse(List.of());
        for (int i = 0; i < holders.size(); i++) {
            others.put(site.buckets().get(i), holders.get(i));
        }
        return new KeptSite.Assignment(
                site.site(), site.origin(), site.sequence(), site.buckets(), site.price(), others);
    }

    @Override
    public void unassigned(List<KeyId> sites) {
        keeper.unassign(sites);
    }

    @Override
    public void offered(Offer offer, Consumer<FromSuperPeer> reply) {
        // To check a ticket takes a millisecond, a thousand times as long as to decline.
        if (!doors.rtc().hasRoom()) {
            reply.accept(new Decline(offer.link(), Decline.Why.FAILED));
            return;
        }
        switch (doors.reception().admit(offer.link(), offer.ticket(), offer.sdp())) {
            case Entry.Declined declined -> reply.accept(new Decline(offer.link(), declined.why()));
            case Entry.Admitted _ -> doors.rtc().accept(offer.link(), offer.sdp(), road(offer), new Visit(reply));
        }
    }

    // Whom anybody can reach needs no relay, which would only cost the network. Where that is thanks to forwarded
    // ports, a link without one may need it.
    private RtcPeers.Road road(Offer offer) {
        boolean needsNone =
                nat.nat().type() == NatClass.OPEN && !doors.rtc().doors().areAllTaken();
        return new RtcPeers.Road(
                needsNone ? Optional.empty() : offer.turn(),
                offer.sameNetwork().orElse(false) && config.now().ownNetwork());
    }

    /** One handshake, from the offer to the open link. */
    private final class Visit implements HandshakeEvents {
        private final Consumer<FromSuperPeer> reply;

        Visit(Consumer<FromSuperPeer> reply) {
            this.reply = reply;
        }

        @Override
        public void answered(String link, String sdp) {
            reply.accept(new Answer(link, sdp));
        }

        @Override
        public void candidate(Candidate candidate) {
            reply.accept(candidate);
        }

        @Override
        public void opened(PeerLink link) {
            doors.reception().serve(link);
            reply.accept(new Opened(link.id(), Optional.empty()));
        }

        @Override
        public void settled(PeerLink link) {
            reply.accept(new Opened(link.id(), path(link)));
        }

        private static Optional<Opened.Path> path(PeerLink link) {
            return switch (link.path()) {
                case DIRECT -> Optional.of(Opened.Path.DIRECT);
                case RELAYED -> Optional.of(Opened.Path.RELAYED);
                case UNKNOWN -> Optional.empty();
            };
        }

        @Override
        public void failed(String link, String why) {
            LOG.log(System.Logger.Level.DEBUG, "a handshake failed: {0}", why);
            doors.reception().abandon(link);
            reply.accept(new Decline(link, Decline.Why.FAILED));
        }
    }

    @Override
    public void candidate(Candidate candidate) {
        doors.rtc().candidate(candidate);
    }

    @Override
    public void manifestNews(ManifestNews news) {
        keeper.news(news.site(), news.sequence());
    }

    @Override
    public void purge(PurgeOrder order) {
        store.purge(order);
        keeper.purged(order.site());
        events.add(new EngineEvent.SitePurged(clock.instant(), order.site().hex(), order.id()));
        LOG.log(System.Logger.Level.INFO, "order {0}: content of site {1} is withdrawn", order.id(), order.site());
    }

    @Override
    public OptionalLong checkpoint(Checkpoint checkpoint, String jws) {
        return ledger.signed(checkpoint, jws);
    }

    @Override
    public void consistent(ConsistencyProof proof) {
        ledger.proved(proof);
    }

    @Override
    public void echoed(long number) {
        uplink.answered(number);
    }

    @Override
    public FromSuperPeer.Capacity capacity() {
        var now = config.now();
        return new FromSuperPeer.Capacity(
                Math.min(
                        MOST_BYTES_PER_SECOND,
                        now.upload().fixed().orElseGet(uplink::limit).bytesPerSecond()),
                now.browsersAtOnce(),
                Math.min(MOST_BYTES, now.quotaBytes()));
    }

    @Override
    public FromSuperPeer.Inventory inventory() {
        List<FromSuperPeer.Kept> kept = keeper.sites().stream()
                .limit(MOST_SITES)
                .map(site -> new FromSuperPeer.Kept(
                        site.site(), site.sequence(), Math.min(MOST_BYTES, site.keptBytes()), site.whole()))
                .toList();
        var stats = store.stats();
        long room = Math.max(0, stats.quotaBytes() - stats.usedBytes());
        List<KeyId> declined = keeper.declined().stream()
                .map(KeptSite.Assignment::site)
                .limit(MOST_SITES)
                .toList();
        return new FromSuperPeer.Inventory(
                kept,
                Math.min(MOST_BYTES, room),
                Optional.of(declined),
                Optional.of(config.now().serveUnpaid()));
    }

    @Override
    public FromSuperPeer.Load load() {
        ServeMeters meters = doors.reception().meters();
        return new FromSuperPeer.Load(
                Math.min(MOST_BYTES_PER_SECOND, meters.bytesPerSecond()),
                meters.links(),
                doors.reception().room());
    }

    @Override
    public Optional<FromSuperPeer.Reach> reach(long ref) {
        return nat.reach(ref);
    }

    @Override
    public void reached(Reached counted) {
        nat.reached(counted);
    }
}
