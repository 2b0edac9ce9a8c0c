package org.deploynet.engine.link.rtc;

import java.util.Optional;
import org.deploynet.protocol.net.Candidates;

/**
 * What the owner decides about links: which addresses may be used, local UDP ports, and how many handshakes may be under way at
 * once. Immutable.
 */
public record RtcOptions(Candidates candidates, Optional<PortRange> ports, int maxHandshakes) {
    public static final int DEFAULT_HANDSHAKES = 32;

    /** UDP ports, both included. */
    public record PortRange(int first, int last) {
        public PortRange {
            if (first < 1024 || last > 65_535 || first > last) {
                throw new IllegalArgumentException("UDP ports " + first + " to " + last);
            }
        }
    }

    public RtcOptions {
        if (maxHandshakes < 1) {
            throw new IllegalArgumentException(maxHandshakes + " handshakes at once");
        }
    }

    public static RtcOptions with(Candidates candidates) {
        return new RtcOptions(candidates, Optional.empty(), DEFAULT_HANDSHAKES);
    }
}
