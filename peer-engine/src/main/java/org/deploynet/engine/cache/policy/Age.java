package org.deploynet.engine.cache.policy;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How old a read is: by what was stored since, not by the clock, as a cache that nothing new comes to need forget nothing.
 * After each half-life reads count half. Safe from any thread.
 */
final class Age {
    private final AtomicLong storedBytes = new AtomicLong();
    private volatile long halfLifeBytes;
    private volatile int halfLives;

    Age(long halfLifeBytes) {
        halfLife(halfLifeBytes);
    }

    /** From now on reads count half after so many bytes. */
    void halfLife(long bytes) {
        halfLifeBytes = Math.max(1, bytes);
    }

    void stored(long bytes) {
        if (storedBytes.addAndGet(bytes) >= halfLifeBytes) {
            pass();
        }
    }

    private synchronized void pass() {
        long over = storedBytes.get() / halfLifeBytes;
        if (over > 0) {
            storedBytes.addAndGet(-over * halfLifeBytes);
            halfLives += Math.toIntExact(Math.min(over, Integer.SIZE));
        }
    }

    /** Half-lives so far. */
    int now() {
        return halfLives;
    }
}
