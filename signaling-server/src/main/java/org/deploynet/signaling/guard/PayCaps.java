package org.deploynet.signaling.guard;

import java.util.OptionalLong;
import org.deploynet.protocol.Check;

/**
 * The most bytes that are paid for in one hour of the clock (UTC). Immutable.
 *
 * @param prefixBytes what visitors of one /24 of IPv4 or /56 of IPv6 can cost one site
 * @param siteBytes what all visitors together can cost one site; without it only its budget counts
 */
public record PayCaps(long prefixBytes, OptionalLong siteBytes) {
    /** Five homes that watch a film each at 4 Mbit/s, or 2,000 visits of 5 MB. */
    public static final PayCaps DEFAULT = new PayCaps(10_000_000_000L, OptionalLong.empty());

    private static final long MAX_BYTES = 1_000_000_000_000L;

    public PayCaps {
        Check.range("prefixBytes", prefixBytes, 0, MAX_BYTES);
        siteBytes.ifPresent(bytes -> Check.range("siteBytes", bytes, 0, MAX_BYTES));
    }
}
