package org.deploynet.control.earnings;

import java.util.Locale;

/** Why the network does not carry out a transfer (docs/protocol.md §3). */
public enum TransferRefusal {
    /** Fewer credits are available. */
    NOT_ENOUGH,
    /** The network does not know the site. */
    UNKNOWN_SITE;

    /** The key of half a sentence that says it to the owner. */
    public String textKey() {
        return "engine.transfer.refused." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
