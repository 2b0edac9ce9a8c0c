package org.deploynet.signaling.pairing;

/** What became of a link that a visitor and a super-peer tried to open. */
public enum Outcome {
    /** It opened, and its packets go from one side to the other through routers alone. */
    DIRECT,
    /** It opened, and a TURN server passes its packets on. */
    RELAYED,
    /** It opened, and was over before anybody looked which way. */
    OPENED,
    /** It did not open. */
    FAILED
}
