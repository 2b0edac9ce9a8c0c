package org.deploynet.engine.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Reads inputs and counts what that takes of the heap (by the JVM's own counter of this thread). One thread. */
final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /**
     * As {@link FuzzTarget#check}, which also must not take more than its bound. What a first reading takes is partly for loading
     * classes, so one that takes too much has to do so again.
     */
    static boolean check(FuzzTarget target, byte[] input) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        boolean read = target.check(input);
        if (THREADS.getCurrentThreadAllocatedBytes() - before > target.maxAllocatedBytes()) {
            long again = taken(target, input);
            Claim.that(
                    again <= target.maxAllocatedBytes(),
                    "bytes of input, and of heap that reading them took",
                    input.length,
                    again);
        }
        return read;
    }

    private static long taken(FuzzTarget target, byte[] input) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        target.check(input);
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }
}
