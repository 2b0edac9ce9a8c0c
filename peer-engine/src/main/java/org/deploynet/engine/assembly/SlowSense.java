package org.deploynet.engine.assembly;

import java.time.Duration;
import java.util.Optional;

/**
 * Something about this machine that takes a moment to ask: it is asked seldom, and what it last said counts meanwhile. One thread
 * at a time.
 *
 * @param <T> what it says
 */
final class SlowSense<T> {
    private final T unknown;
    private final long everyNanos;
    private final long notToldNanos;
    private T latest;
    private Optional<Long> askedAt = Optional.empty();

    /** @param notTold how often it is asked where nothing told it: nothing is likely to soon */
    SlowSense(T unknown, Duration every, Duration notTold) {
        this.unknown = unknown;
        this.everyNanos = every.toNanos();
        this.notToldNanos = notTold.toNanos();
        this.latest = unknown;
    }

    T latest() {
        return latest;
    }

    /** Whether it is to be asked now; it counts as asked then. */
    boolean isDue(long now) {
        long every = latest.equals(unknown) ? notToldNanos : everyNanos;
        boolean due = askedAt.map(at -> now - at >= every).orElse(true);
        if (due) {
            askedAt = Optional.of(now);
        }
        return due;
    }

    /** True if it says something new. */
    boolean heard(T said) {
        boolean news = !said.equals(latest);
        latest = said;
        return news;
    }

    /** What it said no longer counts, and it is asked at once when it matters again. */
    void forget() {
        latest = unknown;
        askedAt = Optional.empty();
    }
}
