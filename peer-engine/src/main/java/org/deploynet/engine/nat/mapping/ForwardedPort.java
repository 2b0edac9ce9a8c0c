package org.deploynet.engine.nat.mapping;

import org.deploynet.protocol.Check;

/**
 * A port of this machine and the one of the router that leads to it.
 *
 * @param local the port of this machine
 * @param external the port that the world sends to
 */
public record ForwardedPort(int local, int external) {
    public ForwardedPort {
        Check.range("local", local, 1, 65_535);
        Check.range("external", external, 1, 65_535);
    }
}
