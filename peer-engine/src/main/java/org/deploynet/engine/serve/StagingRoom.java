package org.deploynet.engine.serve;

import java.util.concurrent.atomic.AtomicLong;
import org.deploynet.protocol.link.LinkMessage;

/**
 * The memory that pieces of all links may take between disk and line. Soft: each loop that asks at the same moment may still
 * put one piece in. Safe from any thread.
 */
final class StagingRoom {
    static final long DEFAULT_BYTES = 32L * 1024 * 1024;
    /** On top, for what is urgent: bulk of sixty links fills all the rest for as long as it flows. */
    private static final long URGENT_BYTES = 4L * 1024 * 1024;

    private final long maxBytes;
    private final AtomicLong bytes = new AtomicLong();

    StagingRoom(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    boolean hasRoom(int priority) {
        return bytes.get() < maxBytes + (priority == LinkMessage.MOST_URGENT ? URGENT_BYTES : 0);
    }

    void change(long by) {
        bytes.addAndGet(by);
    }

    long bytes() {
        return bytes.get();
    }
}
