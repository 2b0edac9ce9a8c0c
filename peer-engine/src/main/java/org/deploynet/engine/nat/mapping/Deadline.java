package org.deploynet.engine.nat.mapping;

import java.time.Duration;

/** When a router has to have answered. Safe from any thread. */
record Deadline(long atNanos) {
    static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** Not negative. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
    }

    /** Also with less left than a socket can wait for, a millisecond: whoever asks again until then would ask without a pause. */
    boolean isOver() {
        return left().toMillis() == 0;
    }

    /** The earlier of this one and {@code time} from now. */
    Deadline atMost(Duration time) {
        return left().compareTo(time) < 0 ? this : in(time);
    }
}
