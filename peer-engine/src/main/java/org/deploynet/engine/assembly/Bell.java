package org.deploynet.engine.assembly;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes one thread that waits for something to do. Safe from any thread. */
final class Bell {
    private final Semaphore rung = new Semaphore(0);

    void ring() {
        if (rung.availablePermits() == 0) {
            rung.release();
        }
    }

    /** Returns when it is rung, at once if it was since the last call, and after {@code nanos} at the latest. */
    void await(long nanos) throws InterruptedException {
        if (rung.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
            rung.drainPermits();
        }
    }
}
