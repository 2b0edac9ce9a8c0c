package org.deploynet.engine.link.rtc;

import org.deploynet.protocol.net.Candidates;

/**
 * What the owner decides about links: which addresses may be used, and how many handshakes may be under way at
 * once. Immutable.
 */
public record RtcOptions(Candidates candidates, int maxHandshakes) {
    public static final int DEFAULT_HANDSHAKES = 32;

    public RtcOptions {
        if (maxHandshakes < 1) {
            throw new IllegalArgumentException(maxHandshakes + " handshakes at once");
        }
    }

    public static RtcOptions with(Candidates candidates) {
        return new RtcOptions(candidates, DEFAULT_HANDSHAKES);
    }
}
