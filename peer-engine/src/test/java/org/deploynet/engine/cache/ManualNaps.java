package org.deploynet.engine.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.deploynet.engine.limits.ManualClock;

/** Naps that take no time but move a clock on, until enough was done. For one thread. */
final class ManualNaps implements Naps {
    private static final int MOST = 100_000;

    private final ManualClock clock;
    private final List<Duration> taken = new ArrayList<>();
    private BooleanSupplier enough = () -> true;

    ManualNaps(ManualClock clock) {
        this.clock = clock;
    }

    /** Runs the scrubber's work on this thread until {@code enough} holds after one of its steps; it can be run again. */
    void run(Scrubber scrubber, BooleanSupplier enough) {
        this.enough = enough;
        scrubber.run();
        Thread.interrupted();
    }

    List<Duration> taken() {
        return taken;
    }

    @Override
    public void nap(Duration most) throws InterruptedException {
        taken.add(most);
        if (taken.size() > MOST) {
            throw new AssertionError("it never has enough");
        }
        if (enough.getAsBoolean()) {
            throw new InterruptedException();
        }
        clock.advance(most);
    }

    @Override
    public void wake() {}
}
