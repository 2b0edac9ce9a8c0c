package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;

/** How often something with this code happened. */
public record Counted(String what, long times) {
    public Counted {
        Check.text("what", what, 32);
        Check.range("times", times, 0, Long.MAX_VALUE);
    }
}
