package org.deploynet.engine.limits;

import java.util.concurrent.TimeUnit;

/**
 * The bytes that all links together may still send: one token bucket that holds at most 100 ms of the cap, so that
 * neither an idle hour nor a suspended computer is paid out later. Bytes are those on the line, with every header. Safe from
 * any thread.
 */
public final class UploadBudget {
    /** The cap that is none. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long QUANTUM_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int MIN_QUANTUM_BYTES = 1_100;
    private static final int MAX_QUANTUM_BYTES = 64 * 1024;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LARGEST_CAP = 1L << 40;

    private final Ticker ticker;
    private long bytesPerSecond;
    private double available;
    private long filledAt;

    /** {@code bytesPerSecond} may be 0, which sends nothing, or {@link #UNLIMITED}. */
    public UploadBudget(long bytesPerSecond, Ticker ticker) {
        this.ticker = ticker;
        this.filledAt = ticker.nanos();
        setBytesPerSecond(bytesPerSecond);
    }

    /** Takes effect with the next frame. */
    public synchronized void setBytesPerSecond(long bytesPerSecond) {
        if (bytesPerSecond < 0 || (bytesPerSecond > LARGEST_CAP && bytesPerSecond != UNLIMITED)) {
            throw new IllegalArgumentException("an upload cap of " + bytesPerSecond + " bytes a second");
        }
        fill();
        boolean capped = this.bytesPerSecond != UNLIMITED;
        this.bytesPerSecond = bytesPerSecond;
        available = capped ? Math.min(available, burst()) : 0;
    }

    public synchronized long bytesPerSecond() {
        return bytesPerSecond;
    }

    public boolean isUnlimited() {
        return bytesPerSecond() == UNLIMITED;
    }

    /** Takes {@code bytes} if they are there. */
    public synchronized boolean tryTake(int bytes) {
        if (bytesPerSecond == UNLIMITED) {
            return true;
        }
        fill();
        if (bytesPerSecond == 0 || available < Math.min(bytes, burst())) {
            return false;
        }
        available -= bytes;
        return true;
    }

    /** Counts bytes that had to be sent without asking; what follows waits for them. */
    public synchronized void spend(int bytes) {
        if (bytesPerSecond != UNLIMITED) {
            fill();
            available -= bytes;
        }
    }

    /** How long until {@code bytes} are there, in nanoseconds; {@link Long#MAX_VALUE} under a cap of 0. */
    public synchronized long nanosUntil(int bytes) {
        if (bytesPerSecond == UNLIMITED) {
            return 0;
        }
        if (bytesPerSecond == 0) {
            return Long.MAX_VALUE;
        }
        fill();
        double missing = Math.min(bytes, burst()) - available;
        return missing <= 0 ? 0 : (long) Math.ceil(missing * SECOND / bytesPerSecond);
    }

    /** How much one link may send before it is another's turn: 20 ms of the cap, at most one full frame. */
    public synchronized int quantumBytes() {
        return (int) Math.clamp(during(QUANTUM_NANOS), MIN_QUANTUM_BYTES, MAX_QUANTUM_BYTES);
    }

    private void fill() {
        long now = ticker.nanos();
        if (bytesPerSecond != UNLIMITED) {
            double earned = (double) (now - filledAt) * bytesPerSecond / SECOND;
            available = Math.min(burst(), available + earned);
        }
        filledAt = now;
    }

    private double burst() {
        return Math.max(2.0 * MIN_QUANTUM_BYTES, during(BURST_NANOS));
    }

    private double during(long nanos) {
        return bytesPerSecond == UNLIMITED ? Integer.MAX_VALUE : (double) bytesPerSecond * nanos / SECOND;
    }
}
