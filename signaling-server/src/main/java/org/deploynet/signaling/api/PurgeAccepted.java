package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;

/** The id of a purge order that is kept and on its way to every super-peer. */
public record PurgeAccepted(String purge) {
    public PurgeAccepted {
        Check.text("purge", purge, 64);
    }
}
