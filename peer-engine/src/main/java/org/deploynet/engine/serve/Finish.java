package org.deploynet.engine.serve;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What a link that gets nothing new still waits for before it is closed: that the visitor has what was sent, and has signed for
 * it. Closing throws away what is buffered, and what is lost on the way would not be sent again. For one thread.
 */
final class Finish {
    /** A page signs for the last of it within two seconds of its coming. */
    static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** How often to look meanwhile. */
    static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private Optional<Long> since = Optional.empty();

    /** The link takes wants again. */
    void forget() {
        since = Optional.empty();
    }

    /** Whether nothing is left of {@code unpaid} bytes and of those in the link's buffer, or that has been waited for long enough. */
    boolean isThrough(long now, long unpaid, LongSupplier buffered) {
        since = since.or(() -> Optional.of(now));
        return now - since.get() >= LONGEST_NANOS || (unpaid <= 0 && buffered.getAsLong() == 0);
    }
}
