package org.deploynet.engine.nat.mapping;

import org.deploynet.protocol.Check;

/** The UDP or TCP ports from the first to the last, both included. */
public record PortRange(int first, int last) {
    /** Below it are the ports of system services (RFC 6335). */
    private static final int LOWEST = 1024;

    public PortRange {
        Check.range("first", first, LOWEST, 65_535);
        Check.range("last", last, first, 65_535);
    }

    public boolean contains(int port) {
        return port >= first && port <= last;
    }
}
