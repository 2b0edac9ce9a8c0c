package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.key.KeyId;

/**
 * An hour in which a site spent unusually much: when the hour began and when the alarm was raised, in ms since 1970; what was spent
 * in that hour so far and what is usual for the site, in microcredits, fees included. {@code kind} is {@code unusual-spending}.
 */
public record SpendingAlarm(KeyId site, String kind, long hour, long at, long spent, long usual) {
    /** Told at once. */
    public static final int MOST = 200;

    public SpendingAlarm {
        Check.present("site", site);
        Check.text("kind", kind, 32);
        Check.range("hour", hour, 0, Long.MAX_VALUE);
        Check.range("at", at, 0, Long.MAX_VALUE);
        Check.range("spent", spent, 0, Long.MAX_VALUE);
        Check.range("usual", usual, 0, Long.MAX_VALUE);
    }
}
