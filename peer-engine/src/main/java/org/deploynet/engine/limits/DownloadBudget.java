package org.deploynet.engine.limits;

import java.util.concurrent.TimeUnit;

/**
 * The bytes that all origins together may still send, under the owner's download limit. What has come is paid for before more
 * is read, and TCP holds the origin back meanwhile. Safe from any thread.
 */
public final class DownloadBudget extends TokenBucket {
    /** Headers of TCP, IP and TLS: 52 bytes and more on 1,448 of payload. */
    private static final int PAYLOAD_A_HEADER_BYTE = 25;

    /** {@code bytesPerSecond} may be 0, which lets nothing come, or {@link #UNLIMITED}. */
    public DownloadBudget(long bytesPerSecond, Ticker ticker) {
        this(bytesPerSecond, ticker, new LineMeter());
    }

    /** As above; {@code line} counts what came and says where to stop. */
    public DownloadBudget(long bytesPerSecond, Ticker ticker, LineMeter line) {
        super(bytesPerSecond, ticker, line);
    }

    @Override
    void count(LineMeter line, int bytes) {
        line.received(bytes);
    }

    /** Whoever waits goes by the new cap. */
    @Override
    public synchronized void setBytesPerSecond(long bytesPerSecond) {
        super.setBytesPerSecond(bytesPerSecond);
        notifyAll();
    }

    /** Pays for {@code payload} bytes that came; returns when the cap allows more, or false when it allows none any more. */
    public synchronized boolean pay(int payload) throws InterruptedException {
        spend(payload + Math.ceilDiv(payload, PAYLOAD_A_HEADER_BYTE));
        for (long nanos = nanosUntil(1); nanos > 0; nanos = nanosUntil(1)) {
            if (nanos == Long.MAX_VALUE) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
        }
        return true;
    }
}
