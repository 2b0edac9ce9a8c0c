package org.deploynet.engine.torture;

import java.time.Duration;

/** The moment at which a proof stops and reports how far it came. Safe from any thread. */
record Deadline(long nanoTime) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    boolean isOver() {
        return left().isNegative();
    }

    Duration left() {
        return Duration.ofNanos(nanoTime - System.nanoTime());
    }
}
