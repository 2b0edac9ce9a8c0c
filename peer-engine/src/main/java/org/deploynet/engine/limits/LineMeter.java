package org.deploynet.engine.limits;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What crossed the owner's line since this process began, bytes with every header, and where it has to stop for the month's data
 * cap. Both budgets count here, so that the frame which reaches it is the last. Safe from any thread.
 */
public final class LineMeter {
    private final AtomicLong up = new AtomicLong();
    private final AtomicLong down = new AtomicLong();
    private static final long SOON_BYTES = 256 * 1024;
    /** With the frames that others send meanwhile below 1 MiB. */
    private static final long AT_ONCE_BYTES = 768 * 1024;

    private final AtomicLong unkept = new AtomicLong();
    private volatile Stop stop = Stop.NEVER;
    private volatile Keeper keeper = Keeper.NONE;

    /** Who writes down what moved, and says so by {@link #kept}. */
    public interface Keeper {
        Keeper NONE = new Keeper() {
            @Override
            public void keepSoon() {}

            @Override
            public void keep() {}
        };

        /** Every 256 KiB; returns at once. */
        void keepSoon();

        /** Where that came too late: whoever moves bytes waits until it is done. */
        void keep();
    }

    /** Nothing more moves once the counted directions together reach {@code at} bytes of this process. */
    public record Stop(boolean countsUp, boolean countsDown, long at) {
        public static final Stop NEVER = new Stop(true, true, Long.MAX_VALUE);
    }

    void sent(int bytes) {
        up.addAndGet(bytes);
        moved(bytes);
    }

    void received(int bytes) {
        down.addAndGet(bytes);
        moved(bytes);
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

    public void keepBy(Keeper keeper) {
        this.keeper = keeper;
    }

    /** Bytes that moved and were not kept. */
    public long unkept() {
        return unkept.get();
    }

    /** That many of them have been, or cannot be. */
    public void kept(long bytes) {
        unkept.addAndGet(-bytes);
    }

    private void moved(int bytes) {
        long after = unkept.addAndGet(bytes);
        if (after >= AT_ONCE_BYTES) {
            keeper.keep();
        } else if (after >= SOON_BYTES && after - bytes < SOON_BYTES) {
            keeper.keepSoon();
        }
    }
}
