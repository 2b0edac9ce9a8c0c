package org.deploynet.engine.nat.mapping;

import java.time.Duration;
import java.util.Set;
import org.deploynet.control.nat.MappingProtocol;
import org.deploynet.protocol.Check;

/**
 * What routers are asked.
 *
 * @param protocols in which they are asked, one at least
 * @param lease what is asked for, a second to a day; the router decides
 */
public record MappingOptions(Set<MappingProtocol> protocols, Duration lease) {
    /** Half of what RFC 6886 §3.3 recommends: what a killed process leaves behind is gone soon, and asking twice an hour is no work. */
    private static final Duration LEASE = Duration.ofHours(1);

    /** Every protocol, for an hour at a time. */
    public static final MappingOptions USUAL = new MappingOptions(Set.of(MappingProtocol.values()), LEASE);

    public MappingOptions {
        protocols = Set.copyOf(protocols);
        Check.that(!protocols.isEmpty(), "no protocol is left to ask in");
        Check.range("lease", lease.toSeconds(), 1, Duration.ofDays(1).toSeconds());
    }
}
