package org.deploynet.benchmarks.rig;

import java.util.concurrent.locks.LockSupport;

/** Waiting for a moment of {@link System#nanoTime}. */
public final class Due {
    private Due() {}

    /** Returns at once when {@code nanoTime} is past. */
    public static void await(long nanoTime) {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
