package org.deploynet.signaling;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Work that is asked for often and done once for all who asked meanwhile. Safe from any thread. */
final class Coalesced {
    private final ScheduledExecutorService timer;
    private final Duration wait;
    private final Runnable work;
    private final AtomicBoolean asked = new AtomicBoolean();

    Coalesced(ScheduledExecutorService timer, Duration wait, Runnable work) {
        this.timer = timer;
        this.wait = wait;
        this.work = work;
    }

    void soon() {
        if (!asked.compareAndSet(false, true)) {
            return;
        }
        try {
            var _ = timer.schedule(this::run, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The server is closing, and nobody waits for the result any more.
        }
    }

    private void run() {
        asked.set(false);
        work.run();
    }
}
