package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;

/** Answer to a {@link Clawback}: what went back to the site, the network's fee included. */
public record ClawedBack(long receipts, long microcredits) {
    public ClawedBack {
        Check.range("receipts", receipts, 0, Long.MAX_VALUE);
        Check.range("microcredits", microcredits, 0, Long.MAX_VALUE);
    }
}
