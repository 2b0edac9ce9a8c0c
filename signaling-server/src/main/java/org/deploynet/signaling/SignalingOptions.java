package org.deploynet.signaling;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.signaling.guard.AlarmRule;
import org.deploynet.signaling.guard.PayCaps;
import org.deploynet.signaling.peers.HolderChoice;
import org.deploynet.signaling.regions.Regions;
import org.deploynet.signaling.stun.StunListen;
import org.deploynet.signaling.turn.TurnRelay;

/**
 * What an operator decides about a signaling server; everything else follows from {@link #in}. Immutable.
 *
 * @param data folder of keys and ledger, owner-only
 * @param port 0 takes any free one
 * @param localOrigins origins that may be on a private address; no others may
 * @param localPeers whether ICE candidates with private addresses pass
 * @param paySamePrefix whether a visitor and a super-peer in one /24 or /56 earn anything
 * @param payCaps the most that is paid for in an hour
 * @param alarmRule when a site spends unusually much
 * @param regions which country a visitor is from, for the publishers' figures
 * @param price for every site, microcredits per 10^9 bytes, see {@link Price}
 * @param pendingFor how long earned credits wait before they are available
 * @param stun URLs of STUN servers that both sides are told, at most 4
 * @param stunListen where it answers STUN itself; both sides are told
 * @param turn relays that super-peers are lent, or none
 * @param pingEvery a socket that misses two pings is dead
 * @param maxConnections sockets at once
 * @param holders how many super-peers keep a site at least, 2 to 16
 */
public record SignalingOptions(
        Path data,
        String host,
        int port,
        Set<URI> localOrigins,
        boolean localPeers,
        boolean paySamePrefix,
        PayCaps payCaps,
        AlarmRule alarmRule,
        Regions regions,
        long price,
        Duration pendingFor,
        List<String> stun,
        List<StunListen> stunListen,
        Optional<TurnRelay> turn,
        Duration pingEvery,
        int maxConnections,
        int holders,
        Clock clock) {
    public static final int DEFAULT_PORT = 8790;
    public static final Duration DEFAULT_PENDING = Duration.ofDays(3);
    public static final int DEFAULT_HOLDERS = HolderChoice.MIN_HOLDERS;
    private static final int DEFAULT_CONNECTIONS = 50_000;

    public SignalingOptions {
        Check.range("port", port, 0, 65_535);
        Check.range("price", price, 0, Price.MAX);
        Check.that(!pendingFor.isNegative(), "pendingFor is negative");
        Check.that(pingEvery.isPositive(), "pingEvery is not positive");
        Check.range("maxConnections", maxConnections, 1, 1_000_000);
        Check.range("holders", holders, HolderChoice.MIN_HOLDERS, HolderChoice.MAX_HOLDERS);
        localOrigins = Set.copyOf(localOrigins);
        stun = Check.list("stun", stun, ToSuperPeer.Welcome.MAX_STUN);
        stunListen = Check.list("stunListen", stunListen, ToSuperPeer.Welcome.MAX_STUN);
        Check.that(
                stun.size() + stunListen.stream().mapToInt(StunListen::urls).sum() <= ToSuperPeer.Welcome.MAX_STUN,
                "more than " + ToSuperPeer.Welcome.MAX_STUN + " STUN servers to tell of");
    }

    /** The strict defaults, on loopback, with the data in {@code folder}. */
    public static SignalingOptions in(Path folder) {
        return new SignalingOptions(
                folder,
                "127.0.0.1",
                DEFAULT_PORT,
                Set.of(),
                false,
                false,
                PayCaps.DEFAULT,
                AlarmRule.DEFAULT,
                Regions.NONE,
                Price.DEFAULT,
                DEFAULT_PENDING,
                List.of(),
                List.of(),
                Optional.empty(),
                Duration.ofSeconds(25),
                DEFAULT_CONNECTIONS,
                DEFAULT_HOLDERS,
                Clock.systemUTC());
    }

    public SignalingOptions withHost(String other) {
        return with(draft -> draft.host = other);
    }

    public SignalingOptions withPort(int other) {
        return with(draft -> draft.port = other);
    }

    public SignalingOptions withLocalOrigins(Set<URI> other) {
        return with(draft -> draft.localOrigins = other);
    }

    public SignalingOptions withLocalPeers(boolean other) {
        return with(draft -> draft.localPeers = other);
    }

    public SignalingOptions withPaySamePrefix(boolean other) {
        return with(draft -> draft.paySamePrefix = other);
    }

    public SignalingOptions withPayCaps(PayCaps other) {
        return with(draft -> draft.payCaps = other);
    }

    public SignalingOptions withAlarmRule(AlarmRule other) {
        return with(draft -> draft.alarmRule = other);
    }

    public SignalingOptions withRegions(Regions other) {
        return with(draft -> draft.regions = other);
    }

    public SignalingOptions withPrice(long other) {
        return with(draft -> draft.price = other);
    }

    public SignalingOptions withPendingFor(Duration other) {
        return with(draft -> draft.pendingFor = other);
    }

    public SignalingOptions withStun(List<String> other) {
        return with(draft -> draft.stun = other);
    }

    public SignalingOptions withStunListen(List<StunListen> other) {
        return with(draft -> draft.stunListen = other);
    }

    public SignalingOptions withTurn(TurnRelay other) {
        return with(draft -> draft.turn = Optional.of(other));
    }

    public SignalingOptions withPingEvery(Duration other) {
        return with(draft -> draft.pingEvery = other);
    }

    public SignalingOptions withMaxConnections(int other) {
        return with(draft -> draft.maxConnections = other);
    }

    public SignalingOptions withHolders(int other) {
        return with(draft -> draft.holders = other);
    }

    public SignalingOptions withClock(Clock other) {
        return with(draft -> draft.clock = other);
    }

    private SignalingOptions with(Consumer<Draft> change) {
        var draft = new Draft(this);
        change.accept(draft);
        return draft.options();
    }

    /** A copy of which one value is about to be another. */
    private static final class Draft {
        private final Path data;
        private String host;
        private int port;
        private Set<URI> localOrigins;
        private boolean localPeers;
        private boolean paySamePrefix;
        private PayCaps payCaps;
        private AlarmRule alarmRule;
        private Regions regions;
        private long price;
        private Duration pendingFor;
        private List<String> stun;
        private List<StunListen> stunListen;
        private Optional<TurnRelay> turn;
        private Duration pingEvery;
        private int maxConnections;
        private int holders;
        private Clock clock;

        Draft(SignalingOptions of) {
            data = of.data;
            host = of.host;
            port = of.port;
            localOrigins = of.localOrigins;
            localPeers = of.localPeers;
            paySamePrefix = of.paySamePrefix;
            payCaps = of.payCaps;
            alarmRule = of.alarmRule;
            regions = of.regions;
            price = of.price;
            pendingFor = of.pendingFor;
            stun = of.stun;
            stunListen = of.stunListen;
            turn = of.turn;
            pingEvery = of.pingEvery;
            maxConnections = of.maxConnections;
            holders = of.holders;
            clock = of.clock;
        }

        SignalingOptions options() {
            return new SignalingOptions(
                    data,
                    host,
                    port,
                    localOrigins,
                    localPeers,
                    paySamePrefix,
                    payCaps,
                    alarmRule,
                    regions,
                    price,
                    pendingFor,
                    stun,
                    stunListen,
                    turn,
                    pingEvery,
                    maxConnections,
                    holders,
                    clock);
        }
    }
}
