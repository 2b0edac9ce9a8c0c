package org.deploynet.engine.limits;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What crossed the owner's line since this process began, bytes with every header, and where it has to stop for the month's data
 * cap. Both budgets count here, so nothing moves past it. Safe from any thread.
 */
public final class LineMeter {
    private final AtomicLong up = new AtomicLong();
    private final AtomicLong down = new AtomicLong();
    private final AtomicLong untold = new AtomicLong();
    private volatile Stop stop = Stop.NEVER;
    private volatile long tellEvery = Long.MAX_VALUE;
    private volatile @Nullable Thread told;

    /** Nothing more moves once the counted directions together reach {@code at} bytes of this process. */
    public record Stop(boolean countsUp, boolean countsDown, long at) {
        public static final Stop NEVER = new Stop(true, true, Long.MAX_VALUE);
    }

    void sent(int bytes) {
        up.addAndGet(bytes);
        tell(bytes);
    }

    void received(int bytes) {
        down.addAndGet(bytes);
        tell(bytes);
    }

    public long up() {
        return up.get();
    }

    public long down() {
        return down.get();
    }

    public void stopAt(Stop next) {
        stop = next;
    }

    /** Whether the cap is reached. */
    public boolean isOver() {
        Stop now = stop;
        return now.at() != Long.MAX_VALUE && (now.countsUp() ? up() : 0) + (now.countsDown() ? down() : 0) >= now.at();
    }

    /** Unparks {@code thread} whenever another {@code bytes} have crossed. */
    public void tell(Thread thread, long bytes) {
        told = thread;
        tellEvery = bytes;
    }

    private void tell(int bytes) {
        if (untold.addAndGet(bytes) >= tellEvery) {
            untold.set(0);
            LockSupport.unpark(told);
        }
    }
}
