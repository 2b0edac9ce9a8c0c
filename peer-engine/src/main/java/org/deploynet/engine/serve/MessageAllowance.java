package org.deploynet.engine.serve;

import java.util.concurrent.TimeUnit;
import org.deploynet.engine.limits.Ticker;

/** The control messages a visitor may still send: {@link #PER_SECOND} a second, at most as many at once. For one thread. */
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

    /** False if this message is one too many. */
    boolean take() {
        long now = ticker.nanos();
        savedNanos = Math.min(MOST_NANOS, savedNanos + now - countedAt);
        countedAt = now;
        if (savedNanos < NANOS_EACH) {
            return false;
        }
        savedNanos -= NANOS_EACH;
        return true;
    }
}
