package org.deploynet.control;

/** What a super-peer does, in one word; {@link Reason} says why. */
public enum EngineState {
    STARTING,
    /** At least one browser is connected. */
    SHARING,
    /** Ready, and nobody asks. */
    IDLE,
    /** By its owner's wish. */
    PAUSED,
    /** Something keeps it from sharing, and the reason says what helps. */
    PROBLEM
}
