package org.deploynet.engine.serve;

import java.util.concurrent.TimeUnit;

/**
 * How full one link's send buffer is, with as few questions to the road as possible: asking costs up to a quarter of a
 * millisecond, and no road tells by itself. Below the high mark it counts what was sent; from there on it asks when the buffer
 * should have drained to the low mark, a quarter of it, by the rate seen before. For one thread.
 */
final class DrainGauge {
    private static final int LOW_SHARE = 4;
    private static final long FIRST_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long MIN_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long STALLED_POLL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private long estimate;
    private boolean isFull;
    private long filledAt;
    private long pollAt;
    private long pause = FIRST_POLL_NANOS;

    /** The road's own figure, asked for only when it matters. */
    @FunctionalInterface
    interface Buffered {
        long bytes();
    }

    void sent(int bytes) {
        estimate += bytes;
    }

    /** Whether {@code frameBytes} more stay under {@code highMark}; an empty buffer takes any frame. */
    boolean hasRoom(long now, int frameBytes, long highMark, Buffered road) {
        if (!isFull && estimate > 0 && estimate + frameBytes > highMark) {
            isFull = true;
            filledAt = now;
            pause = FIRST_POLL_NANOS;
            pollAt = now;
        }
        if (isFull && now >= pollAt) {
            poll(now, highMark / LOW_SHARE, road.bytes());
        }
        return !isFull;
    }

    private void poll(long now, long lowMark, long buffered) {
        long drained = estimate - buffered;
        estimate = buffered;
        if (buffered <= lowMark) {
            isFull = false;
            return;
        }
        long elapsed = Math.max(now - filledAt, 1);
        filledAt = drained > 0 ? now : filledAt;
        // Without progress the next question comes later and later: a visitor who does not read must not cost anything.
        pause = drained > 0
                ? Math.clamp((buffered - lowMark) * elapsed / drained, MIN_POLL_NANOS, MAX_POLL_NANOS)
                : Math.min(pause * 2, STALLED_POLL_NANOS);
        pollAt = now + pause;
    }

    /** When to ask again, if there is no room. */
    long nextPollAt() {
        return pollAt;
    }

    /** For how long a full buffer has not got emptier, in nanoseconds. */
    long stalledNanos(long now) {
        return isFull ? now - filledAt : 0;
    }
}
