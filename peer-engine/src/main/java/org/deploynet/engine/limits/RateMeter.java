package org.deploynet.engine.limits;

import java.util.concurrent.TimeUnit;

/** Bytes a second over the last two seconds. Safe from any thread. */
public final class RateMeter {
    private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final int SLOTS = 8;
    private static final int SLOTS_A_SECOND = 4;

    private final Ticker ticker;
    private final long[] bytes = new long[SLOTS];
    private long newest;

    public RateMeter(Ticker ticker) {
        this.ticker = ticker;
        this.newest = ticker.nanos() / SLOT_NANOS;
    }

    public synchronized void add(int count) {
        forward();
        bytes[slot(newest)] += count;
    }

    public synchronized long bytesPerSecond() {
        forward();
        long sum = 0;
        for (long slot : bytes) {
            sum += slot;
        }
        return sum * SLOTS_A_SECOND / SLOTS;
    }

    private void forward() {
        long now = ticker.nanos() / SLOT_NANOS;
        long steps = Math.min(now - newest, SLOTS);
        for (long step = 0; step < steps; step++) {
            bytes[slot(now - step)] = 0;
        }
        newest = now;
    }

    private static int slot(long number) {
        return Math.floorMod(number, SLOTS);
    }
}
