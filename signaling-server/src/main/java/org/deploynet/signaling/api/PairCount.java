package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.signaling.Reachability;

/**
 * Of the links that visitors and super-peers of these classes tried to open in the last 90 days: so many were tried, so many opened, and
 * so many of those were relayed when that was looked at. {@code ipv6} tells whether both sides have it.
 */
public record PairCount(
        Reachability visitor, Reachability peer, boolean ipv6, long tried, long connected, long relayed) {
    public PairCount {
        Check.present("visitor", visitor);
        Check.present("peer", peer);
        Check.range("tried", tried, 0, Long.MAX_VALUE);
        Check.range("connected", connected, 0, tried);
        Check.range("relayed", relayed, 0, connected);
    }
}
