package org.deploynet.engine.limits;

import java.util.concurrent.TimeUnit;

/**
 * Bytes that become allowed as time passes. It holds at most 100 ms of the cap, so that neither an idle hour nor a suspended
 * computer is paid out later. Safe from any thread.
 */
abstract sealed class TokenBucket permits UploadBudget, DownloadBudget {
    /** The cap that is none. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long QUANTUM_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int MIN_QUANTUM_BYTES = 1_100;
    private static final int MAX_QUANTUM_BYTES = 64 * 1024;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long LARGEST_CAP = 1L << 40;

    private final Ticker ticker;
    private final LineMeter line;
    private long bytesPerSecond;
    private double available;
    private long filledAt;

    /** {@code bytesPerSecond} may be 0, which allows nothing, or {@link #UNLIMITED}. */
    TokenBucket(long bytesPerSecond, Ticker ticker, LineMeter line) {
        this.ticker = ticker;
        this.line = line;
        this.filledAt = ticker.nanos();
        cap(bytesPerSecond);
    }

    /** Takes effect at once. */
    public synchronized void setBytesPerSecond(long bytesPerSecond) {
        cap(bytesPerSecond);
    }

    private synchronized void cap(long next) {
        if (next < 0 || (next > LARGEST_CAP && next != UNLIMITED)) {
            throw new IllegalArgumentException("a cap of " + next + " bytes a second");
        }
        fill();
        boolean capped = bytesPerSecond != UNLIMITED;
        bytesPerSecond = next;
        available = capped ? Math.min(available, burst()) : 0;
    }

    public synchronized long bytesPerSecond() {
        return bytesPerSecond;
    }

    /** Whether nothing may move, now and until somebody changes that. */
    public boolean letsNothingPass() {
        return bytesPerSecond() == 0 || line.isOver();
    }

    public boolean isUnlimited() {
        return bytesPerSecond() == UNLIMITED;
    }

    /** Takes {@code bytes} if they are there. */
    public synchronized boolean tryTake(int bytes) {
        if (line.isOver()) {
            return false;
        }
        if (bytesPerSecond != UNLIMITED) {
            fill();
            if (bytesPerSecond == 0 || available < Math.min(bytes, burst())) {
                return false;
            }
            available -= bytes;
        }
        count(line, bytes);
        return true;
    }

    /** Counts what moved in this bucket's direction. */
    abstract void count(LineMeter line, int bytes);

    /** Counts bytes that moved without asking; what follows waits for them. */
    public synchronized void spend(int bytes) {
        count(line, bytes);
        if (bytesPerSecond != UNLIMITED) {
            fill();
            available -= bytes;
        }
    }

    /** How long until {@code bytes} are there, in nanoseconds; {@link Long#MAX_VALUE} under a cap of 0 or a used up month. */
    public synchronized long nanosUntil(int bytes) {
        if (line.isOver()) {
            return Long.MAX_VALUE;
        }
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

    /** How much one may move before it is another's turn: 20 ms of the cap, at most one full frame. */
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
