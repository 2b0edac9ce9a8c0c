package org.deploynet.engine.nat;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * What this machine had of the network at one moment. Immutable. The addresses are for no log.
 *
 * @param addresses by which others could be reached: of interfaces that are up, without loopback and link-local ones
 * @param gateways of the default routes, the preferred one first; none where this system does not tell them
 * @param sources from which a packet to the outside would be sent now, at most one of each family: it shows what a VPN takes over
 *     without a gateway
 */
public record NetworkState(Set<InetAddress> addresses, List<InetAddress> gateways, Set<InetAddress> sources) {
    /** No network at all. */
    public static final NetworkState NONE = new NetworkState(Set.of(), List.of(), Set.of());

    public NetworkState {
        addresses = Set.copyOf(addresses);
        gateways = List.copyOf(gateways);
        sources = Set.copyOf(sources);
    }

    /** As it is now, by {@code gateways}. 0.4 ms of one core (docs/nat.md). */
    public static NetworkState now(List<InetAddress> gateways) {
        return new NetworkState(OwnAddresses.usable(), gateways, OwnAddresses.sources());
    }

    boolean isRoutedAs(NetworkState other) {
        return gateways.equals(other.gateways) && sources.equals(other.sources);
    }
}
