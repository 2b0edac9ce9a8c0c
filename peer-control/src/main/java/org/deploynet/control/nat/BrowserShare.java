package org.deploynet.control.nat;

import java.util.List;

/**
 * How many browsers were paired with super-peers of this one's class and how many of them connected, as the network has counted it.
 * Immutable.
 */
public record BrowserShare(long paired, long connected) {
    /** With fewer, one more or less would move the share by percents. */
    public static final long TELLING_FROM = 50;

    /** @throws IllegalArgumentException if more are connected than paired */
    public BrowserShare {
        if (connected < 0 || connected > paired) {
            throw new IllegalArgumentException(connected + " connected of " + paired);
        }
    }

    /** Whether they are enough to speak of a share. */
    public boolean isTelling() {
        return paired >= TELLING_FROM;
    }

    /** In a hundred, rounded down: all is said only where it is all. */
    public long percent() {
        return paired == 0 ? 0 : (long) (100.0 * connected / paired);
    }

    /** The key of the sentence about it, see {@link #arguments}. */
    public String textKey() {
        return "engine.nat.share." + (isTelling() ? "counted" : "too-few");
    }

    /** How many were paired, the share in percent, and how many did not connect. */
    public List<Object> arguments() {
        return List.of(paired, percent(), paired - connected);
    }
}
