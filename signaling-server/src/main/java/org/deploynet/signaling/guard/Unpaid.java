package org.deploynet.signaling.guard;

import java.util.Locale;

/** Why a ticket costs the site nothing and earns the super-peer nothing. */
public enum Unpaid {
    /** Visitor and super-peer are in one /24 or /56. */
    SAME_PREFIX,
    /** Another super-peer of the same IPv4 address or /56 was there first, and that one is paid. */
    SAME_ADDRESS,
    /** The visitor's prefix has cost the site what it may in this hour. */
    PREFIX_CAP,
    /** The site pays only for pages with a token of its origin, and this one has none that is good. */
    NO_TOKEN,
    /** All visitors together have cost the site what they may in this hour. */
    SITE_CAP,
    /** It could cost more than what the publisher set for this day. */
    DAY_CAP;

    /** As it is written on the wire. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
