package org.deploynet.protocol.signaling;

import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.protocol.Check;

/**
 * The most that a site pays for; what is over is served unpaid. Absent is no such cap. Immutable.
 *
 * @param hourBytes for all visitors together, in an hour of the clock (UTC)
 * @param prefixBytes for the visitors of one /24 of IPv4 or /56 of IPv6, in such an hour
 * @param dayMicrocredits on one day (UTC), the network's fee included
 */
public record SiteCaps(Optional<Long> hourBytes, Optional<Long> prefixBytes, Optional<Long> dayMicrocredits) {
    public static final SiteCaps NONE = new SiteCaps(Optional.empty(), Optional.empty(), Optional.empty());
    public static final long MAX_BYTES = 1_000_000_000_000L;
    public static final long MAX_MICROCREDITS = 1_000_000_000_000_000L;

    public SiteCaps {
        Check.present("hourBytes", hourBytes).ifPresent(bytes -> Check.range("hourBytes", bytes, 0, MAX_BYTES));
        Check.present("prefixBytes", prefixBytes).ifPresent(bytes -> Check.range("prefixBytes", bytes, 0, MAX_BYTES));
        Check.present("dayMicrocredits", dayMicrocredits)
                .ifPresent(amount -> Check.range("dayMicrocredits", amount, 0, MAX_MICROCREDITS));
    }

    /** Of each kind the lower one. */
    public SiteCaps stricter(SiteCaps other) {
        return new SiteCaps(
                lower(hourBytes, other.hourBytes),
                lower(prefixBytes, other.prefixBytes),
                lower(dayMicrocredits, other.dayMicrocredits));
    }

    private static Optional<Long> lower(Optional<Long> one, Optional<Long> other) {
        return Stream.of(one, other).flatMap(Optional::stream).min(Long::compare);
    }
}
