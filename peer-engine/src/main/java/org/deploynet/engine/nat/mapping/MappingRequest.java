package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.deploynet.protocol.Check;

/**
 * What a router is asked to forward to this machine.
 *
 * @param externalPort the wish; a router may give another one
 * @param externalAddress the wish, where the router has given one before
 */
record MappingRequest(
        Transport transport,
        int internalPort,
        int externalPort,
        Optional<InetAddress> externalAddress,
        Duration lease) {
    MappingRequest {
        Check.range("internalPort", internalPort, 1, 65_535);
        Check.range("externalPort", externalPort, 1, 65_535);
        Check.range("lease", lease.toSeconds(), 1, Duration.ofDays(1).toSeconds());
    }

    /** The same port outside as inside, which some routers insist on. */
    static MappingRequest first(Transport transport, int port, Duration lease) {
        return new MappingRequest(transport, port, port, Optional.empty(), lease);
    }

    /** The same again, now with what the router gave. */
    MappingRequest again(Grant grant) {
        return new MappingRequest(transport, internalPort, grant.externalPort(), grant.externalAddress(), lease);
    }

    MappingRequest withExternalPort(int port) {
        return new MappingRequest(transport, internalPort, port, externalAddress, lease);
    }
}
