package org.deploynet.engine.link.rtc;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.deploynet.protocol.Check;

/**
 * A UDP port of this machine that the world can send to.
 *
 * @param port of this machine
 * @param external where the world sends to, in numbers; absent where the router did not say, or nothing translates
 */
public record Door(int port, Optional<InetSocketAddress> external) {
    /** Below it are the ports of system services (RFC 6335). */
    private static final int LOWEST = 1024;

    public Door {
        Check.range("port", port, LOWEST, 65_535);
        external.ifPresent(address -> Check.that(!address.isUnresolved(), "a door has an address and no name"));
    }
}
