package org.deploynet.engine.serve;

import java.util.concurrent.TimeUnit;
import org.deploynet.engine.limits.Ticker;

/**
 * The control messages a visitor may have read now: {@link #PER_SECOND} a second, at most as many at once. More than that wait
 * in the inbox, whose bound ends a flood. For one thread.
 */
final class MessageAllowance {
    static final int PER_SECOND = 50;
    private static final long NANOS_EACH = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
    private static final long MOST_NANOS = NANOS_EACH * PER_SECOND;

    private final Ticker ticker;
    private long savedNanos = MOST_NANOS;
    private long countedAt;

    MessageAllowance(Ticker ticker) {
        this.ticker = ticker;
        this.countedAt = ticker.nanos();
    }

    /** Counts one message. */
    void take() {
        refill();
        savedNanos -= NANOS_EACH;
    }

    /** How long the next message has to wait, in nanoseconds; 0 if it may be taken now. */
    long nanosUntilNext() {
        refill();
        return Math.max(0, NANOS_EACH - savedNanos);
    }

    private void refill() {
        long now = ticker.nanos();
        savedNanos = Math.min(MOST_NANOS, savedNanos + now - countedAt);
        countedAt = now;
    }
}
