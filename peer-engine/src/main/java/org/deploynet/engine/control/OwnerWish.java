package org.deploynet.engine.control;

import java.time.Instant;
import java.util.Optional;

/** What the owner wants this super-peer to do. */
public sealed interface OwnerWish {
    record Share() implements OwnerWish {}

    /** Empty is until resumed. */
    record Pause(Optional<Instant> until) implements OwnerWish {}

    /** Finish what is connected, then pause. */
    record Drain() implements OwnerWish {}
}
