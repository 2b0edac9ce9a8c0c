package org.deploynet.engine.consent;

import java.util.Optional;

/**
 * Why a site is not served here. Immutable.
 *
 * @param list the name of the denylist, where it is one
 */
public record Refusal(Why why, Optional<String> list) {
    /** Whose word it is. */
    public enum Why {
        /** The owner blocked the site. */
        BLOCKED,
        /** A denylist names it, and the owner has not allowed it. */
        DENYLIST,
        /** It pays nothing, and the owner serves none of those. */
        UNPAID
    }

    static Refusal of(Why why) {
        return new Refusal(why, Optional.empty());
    }
}
