package org.deploynet.signaling.pairing;

import org.deploynet.protocol.signaling.Reachability;

/**
 * How one side of a link is reached, as far as it is known. Immutable.
 *
 * @param nat over IPv4
 * @param ipv6 whether it has an address of IPv6, where nothing is translated
 */
public record Reach(Reachability nat, boolean ipv6) {
    public static final Reach UNKNOWN = new Reach(Reachability.UNKNOWN, false);

    /** Whether it says more than {@link #UNKNOWN}. */
    public boolean isKnown() {
        return !equals(UNKNOWN);
    }
}
