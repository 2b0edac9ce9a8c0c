package org.deploynet.engine.nat.mapping;

import java.time.Duration;
import java.util.Set;
import org.deploynet.protocol.Check;

/** What the owner lets us ask his router. */
public sealed interface MappingOptions {
    /** Half of what RFC 6886 §3.3 recommends: what a killed process leaves behind is gone soon, and asking twice an hour is no work. */
    Duration LEASE = Duration.ofHours(1);

    /** Every protocol, for an hour at a time. */
    static MappingOptions automatic() {
        return new Automatic(Set.of(MappingProtocol.values()), LEASE);
    }

    /**
     * The default gateways are asked.
     *
     * @param lease what is asked for, a second to a day; the router decides
     */
    record Automatic(Set<MappingProtocol> protocols, Duration lease) implements MappingOptions {
        public Automatic {
            protocols = Set.copyOf(protocols);
            Check.that(!protocols.isEmpty(), "no protocol is left to ask in");
            Check.range("lease", lease.toSeconds(), 1, Duration.ofDays(1).toSeconds());
        }
    }

    /** The owner forwards these ports himself, and whoever opens sockets keeps to them. */
    record Manual(PortRange ports) implements MappingOptions {}

    /** No router is asked anything. */
    record Off() implements MappingOptions {}
}
