package org.deploynet.engine.cache;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How a thread with little to do waits. */
interface Naps {
    /** Returns after {@code most}, or once it is woken; at once if it was woken since the last nap. */
    void nap(Duration most) throws InterruptedException;

    /** From any thread. */
    void wake();

    static Naps real() {
        return new Naps() {
            private final Semaphore woken = new Semaphore(0);

            @Override
            public void nap(Duration most) throws InterruptedException {
                if (woken.tryAcquire(most.toNanos(), TimeUnit.NANOSECONDS)) {
                    woken.drainPermits();
                }
            }

            @Override
            public void wake() {
                woken.release();
            }
        };
    }
}
