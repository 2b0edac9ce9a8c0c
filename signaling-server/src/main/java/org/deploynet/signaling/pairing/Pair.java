package org.deploynet.signaling.pairing;

import java.util.Comparator;
import org.deploynet.protocol.signaling.Reachability;

/**
 * Two classes that meet in a link. Immutable.
 *
 * @param ipv6 whether both sides have IPv6, by which they may connect whatever their routers do to IPv4
 */
public record Pair(Reachability visitor, Reachability peer, boolean ipv6) implements Comparable<Pair> {
    private static final Comparator<Pair> ORDER =
            Comparator.comparing(Pair::peer).thenComparing(Pair::visitor).thenComparing(Pair::ipv6);

    public static Pair of(Reach visitor, Reach peer) {
        return new Pair(visitor.nat(), peer.nat(), visitor.ipv6() && peer.ipv6());
    }

    /**
     * Whether what happened to {@code other} says something about this pair: it is the same one, or nothing is known of this one's
     * visitor, so that it may be any of those that come to such super-peers.
     */
    boolean covers(Pair other) {
        return equals(other) || (visitor == Reachability.UNKNOWN && !ipv6 && peer == other.peer);
    }

    /** By the super-peer's class, then the visitor's. */
    @Override
    public int compareTo(Pair other) {
        return ORDER.compare(this, other);
    }
}
