package org.deploynet.control.sites;

import java.util.Locale;

/** Whether a site is served here, and if not why. */
public enum SiteState {
    /** The network assigned it, and something of it is kept. */
    SERVING,
    /** The network assigned it, and nothing of it is kept yet. */
    FETCHING,
    /** Not assigned now; what is kept of it goes after a day. */
    NOT_ASSIGNED,
    /** The owner blocked it. */
    BLOCKED,
    /** A denylist names it, and the owner has not allowed it. */
    DENYLIST,
    /** It pays nothing, and the owner serves none of those. */
    UNPAID;

    /** Whether the owner, or a list he subscribed to, keeps it from being served. */
    public boolean isRefused() {
        return this == BLOCKED || this == DENYLIST || this == UNPAID;
    }

    /** Where the bundles have a word for it. */
    public String textKey() {
        return "engine.site.state." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
