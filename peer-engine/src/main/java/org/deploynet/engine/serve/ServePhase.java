package org.deploynet.engine.serve;

/** What the owner lets the whole engine do. */
enum ServePhase {
    OPEN,
    /** What was asked is finished, nothing else begun. */
    DRAINING,
    PAUSED
}
