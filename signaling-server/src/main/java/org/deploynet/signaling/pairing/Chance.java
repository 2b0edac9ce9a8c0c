package org.deploynet.signaling.pairing;

/** What can be expected of a pair, the best first. */
public enum Chance {
    /** It connects directly. */
    LIKELY,
    /** It may connect directly. */
    POSSIBLE,
    /** Hardly directly, but by the operator's relay, which costs him. */
    BY_RELAY,
    /** Hardly at all: such a super-peer is asked where there is no other. */
    UNLIKELY
}
