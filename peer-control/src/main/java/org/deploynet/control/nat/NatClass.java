package org.deploynet.control.nat;

import java.util.Locale;

/** How well browsers can reach this machine by UDP, in one word. */
public enum NatClass {
    /** Anybody's packet comes in: one came from an address and port to which none had been sent, or to a port that had sent none. */
    OPEN,
    /** One public address and port whoever is sent to, so that both sides can open the way at the same time. */
    MODERATE,
    /** Another public address or port for each destination: only who is open itself can connect. */
    STRICT,
    /** UDP was sent and nothing came back. */
    BLOCKED,
    /** Nobody to ask, no way to ask, or too little heard to say. */
    UNKNOWN;

    /** The class in a word or two. */
    public String nameKey() {
        return "engine.nat.name." + name().toLowerCase(Locale.ROOT);
    }

    /** The class in one sentence that says what it means. */
    public String textKey() {
        return "engine.nat.class." + name().toLowerCase(Locale.ROOT);
    }
}
