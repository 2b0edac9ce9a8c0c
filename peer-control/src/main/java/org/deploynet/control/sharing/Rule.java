package org.deploynet.control.sharing;

import java.util.Locale;

/** One of the owner's rules; of those that are equally strict the first one is named as the reason. */
public enum Rule {
    /** The month's data are used up. */
    DATA_CAP,
    /** Today's part of the month's data is used up. */
    DATA_PACE,
    ON_METERED,
    ON_VPN,
    /** A network that the owner listed is connected. */
    ON_NETWORK,
    ON_BATTERY,
    /** Somebody uses the computer. */
    WHILE_USED,
    WHILE_FULL_SCREEN,
    WHILE_RUNNING,
    WEEK,
    /** The owner switched the alternative limits on. */
    ALTERNATIVE;

    /** What it says in words while it counts. */
    public String textKey() {
        return "engine.rule." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
