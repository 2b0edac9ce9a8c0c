package org.deploynet.engine.link.rtc;

import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.net.Candidates;

/**
 * What the owner and the network decide about links: which addresses may be used, STUN servers ({@code stun:host:port}, may be
 * none), local UDP ports, and how many handshakes may be under way at once. Immutable.
 */
public record RtcOptions(Candidates candidates, List<String> stun, Optional<PortRange> ports, int maxHandshakes) {
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
        stun = List.copyOf(stun);
        if (maxHandshakes < 1) {
            throw new IllegalArgumentException(maxHandshakes + " handshakes at once");
        }
    }

    public static RtcOptions with(Candidates candidates) {
        return new RtcOptions(candidates, List.of(), Optional.empty(), DEFAULT_HANDSHAKES);
    }
}
