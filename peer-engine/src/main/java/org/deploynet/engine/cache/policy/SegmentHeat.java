package org.deploynet.engine.cache.policy;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of a segment are members of the hot set, and how many of these were read. Safe from any thread. */
final class SegmentHeat {
    private final AtomicLong hotBytes = new AtomicLong();
    private final AtomicLong readBytes = new AtomicLong();

    void add(long bytes, boolean read) {
        hotBytes.addAndGet(bytes);
        if (read) {
            readBytes.addAndGet(bytes);
        }
    }

    void remove(long bytes, boolean read) {
        add(-bytes, read);
    }

    long hotBytes() {
        return hotBytes.get();
    }

    long readBytes() {
        return readBytes.get();
    }
}
