package org.deploynet.control.earnings;

import java.util.Locale;

/** Why the network does not pay for a receipt (docs/protocol.md §5). */
public enum RefusalReason {
    UNKNOWN_TICKET,
    SIGNATURE,
    WRONG_PEER,
    OVER_CLAIM,
    BACKWARDS,
    LATE,
    MALFORMED;

    /** The key of half a sentence that says it to the owner. */
    public String textKey() {
        return "engine.earnings.refused." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
