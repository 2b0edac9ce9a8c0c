package org.deploynet.signaling;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.credit.Price;
import org.deploynet.signaling.peers.HolderChoice;

/**
 * What an operator decides about a signaling server; everything else follows from {@link #in}. Immutable.
 *
 * @param data folder of keys and ledger, owner-only
 * @param port 0 takes any free one
 * @param localOrigins origins that may be on a private address; no others may
 * @param localPeers whether ICE candidates with private addresses pass
 * @param paySamePrefix whether a visitor and a super-peer in one /24 or /56 earn anything
 * @param price for every site, microcredits per 10^9 bytes, see {@link Price}
 * @param pendingFor how long earned credits wait before they are available
 * @param stun URLs of STUN servers that both sides are told, at most 4
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
        long price,
        Duration pendingFor,
        List<String> stun,
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
        stun = Check.list("stun", stun, 4);
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
                Price.DEFAULT,
                DEFAULT_PENDING,
                List.of(),
                Duration.ofSeconds(25),
                DEFAULT_CONNECTIONS,
                DEFAULT_HOLDERS,
                Clock.systemUTC());
    }

    public SignalingOptions withHost(String other) {
        return copy(other, port, localOrigins, localPeers, paySamePrefix, price, pendingFor, stun, pingEvery, clock);
    }

    public SignalingOptions withPort(int other) {
        return copy(host, other, localOrigins, localPeers, paySamePrefix, price, pendingFor, stun, pingEvery, clock);
    }

    public SignalingOptions withLocalOrigins(Set<URI> other) {
        return copy(host, port, other, localPeers, paySamePrefix, price, pendingFor, stun, pingEvery, clock);
    }

    public SignalingOptions withLocalPeers(boolean other) {
        return copy(host, port, localOrigins, other, paySamePrefix, price, pendingFor, stun, pingEvery, clock);
    }

    public SignalingOptions withPaySamePrefix(boolean other) {
        return copy(host, port, localOrigins, localPeers, other, price, pendingFor, stun, pingEvery, clock);
    }

    public SignalingOptions withPrice(long other) {
        return copy(host, port, localOrigins, localPeers, paySamePrefix, other, pendingFor, stun, pingEvery, clock);
    }

    public SignalingOptions withPendingFor(Duration other) {
        return copy(host, port, localOrigins, localPeers, paySamePrefix, price, other, stun, pingEvery, clock);
    }

    public SignalingOptions withStun(List<String> other) {
        return copy(host, port, localOrigins, localPeers, paySamePrefix, price, pendingFor, other, pingEvery, clock);
    }

    public SignalingOptions withPingEvery(Duration other) {
        return copy(host, port, localOrigins, localPeers, paySamePrefix, price, pendingFor, stun, other, clock);
    }

    public SignalingOptions withClock(Clock other) {
        return copy(host, port, localOrigins, localPeers, paySamePrefix, price, pendingFor, stun, pingEvery, other);
    }

    public SignalingOptions withMaxConnections(int other) {
        return new SignalingOptions(
                data,
                host,
                port,
                localOrigins,
                localPeers,
                paySamePrefix,
                price,
                pendingFor,
                stun,
                pingEvery,
                other,
                holders,
                clock);
    }

    public SignalingOptions withHolders(int other) {
        return new SignalingOptions(
                data,
                host,
                port,
                localOrigins,
                localPeers,
                paySamePrefix,
                price,
                pendingFor,
                stun,
                pingEvery,
                maxConnections,
                other,
                clock);
    }

    private SignalingOptions copy(
            String host,
            int port,
            Set<URI> localOrigins,
            boolean localPeers,
            boolean paySamePrefix,
            long price,
            Duration pendingFor,
            List<String> stun,
            Duration pingEvery,
            Clock clock) {
        return new SignalingOptions(
                data,
                host,
                port,
                localOrigins,
                localPeers,
                paySamePrefix,
                price,
                pendingFor,
                stun,
                pingEvery,
                maxConnections,
                holders,
                clock);
    }
}
