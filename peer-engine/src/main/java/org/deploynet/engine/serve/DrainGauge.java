package org.deploynet.engine.serve;

import java.util.concurrent.TimeUnit;
import org.deploynet.protocol.link.DataFrame;

/**
 * How full one link's send buffer is, with as few questions to the road as possible: asking costs up to a quarter of a
 * millisecond, and no road tells by itself. Below the high mark it counts what was sent; from there on it asks when the buffer
 * should have drained to the low mark at the rate seen before. For one thread.
 */
final class DrainGauge {
    private static final long FIRST_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long MIN_POLL_NANOS = TimeUnit.MICROSECONDS.toNanos(250);
    private static final long MAX_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long STALLED_POLL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long TRIED_BYTES = DataFrame.MAX_PAYLOAD_BYTES;
    private static final long BURST_GAP_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private long estimate;
    private long drainedInAll;
    private double bytesPerNano;
    private long sentAt;
    private long measuredFrom;
    private boolean isFull;
    private long emptierAt;
    private long pollAt;
    private long pause;

    /** The road's own figure, asked for only when it matters. */
    @FunctionalInterface
    interface Buffered {
        long bytes();
    }

    void sent(int bytes, long now) {
        // A pause in sending says nothing about the line.
        if (now - sentAt > BURST_GAP_NANOS) {
            measuredFrom = now;
        }
        sentAt = now;
        estimate += bytes;
    }

    /** How many bytes a buffer may hold, and down to how many it drains before it is filled again. */
    record Marks(long high, long low) {}

    /**
     * Whether {@code frameBytes} more stay under the high mark; an empty buffer takes any frame. One that was full has to drain
     * to the low mark first, unless the frame goes {@code atOnce}: then the road is asked now, and any room will do.
     */
    boolean hasRoom(long now, int frameBytes, Marks marks, boolean atOnce, Buffered road) {
        if (!isFull && estimate > 0 && estimate + frameBytes > marks.high()) {
            isFull = true;
            emptierAt = now;
            pause = isTried() ? untilDrained(estimate - (long) (bytesPerNano * (now - measuredFrom)), marks.low()) : 0;
            pollAt = now + pause;
        }
        if (isFull && (atOnce || now >= pollAt)) {
            poll(now, marks.low(), road.bytes());
        }
        return !isFull || (atOnce && estimate + frameBytes <= marks.high());
    }

    private void poll(long now, long lowMark, long buffered) {
        long drained = estimate - buffered;
        if (drained > 0) {
            drainedInAll += drained;
            measure(drained, now - measuredFrom, buffered == 0);
            emptierAt = now;
        }
        estimate = buffered;
        measuredFrom = now;
        isFull = buffered > lowMark;
        // Without progress the next question comes later and later: a visitor who does not read must not cost anything.
        pause = drained > 0 ? untilDrained(buffered, lowMark) : longer();
        pollAt = now + pause;
    }

    private long longer() {
        return pause == 0 ? FIRST_POLL_NANOS : Math.min(pause * 2, STALLED_POLL_NANOS);
    }

    private void measure(long drained, long nanos, boolean ranDry) {
        double measured = (double) drained / Math.max(1, nanos);
        boolean isFloor = ranDry && measured < bytesPerNano;
        if (!isFloor) {
            bytesPerNano = bytesPerNano == 0 ? measured : (bytesPerNano + measured) / 2;
        }
    }

    private long untilDrained(long buffered, long lowMark) {
        return bytesPerNano == 0
                ? FIRST_POLL_NANOS
                : Math.clamp((long) ((buffered - lowMark) / bytesPerNano), MIN_POLL_NANOS, MAX_POLL_NANOS);
    }

    /** Whether the other side took more than SCTP sends before the first acknowledgement (RFC 9260: some 10 kB). */
    boolean isTried() {
        return drainedInAll >= TRIED_BYTES;
    }

    /** Bytes that the buffer holds at most. */
    long estimate() {
        return estimate;
    }

    /** When to ask again, if there is no room. */
    long nextPollAt() {
        return pollAt;
    }

    /** For how long a full buffer has not got emptier, in nanoseconds. */
    long stalledNanos(long now) {
        return isFull ? now - emptierAt : 0;
    }
}
