package org.deploynet.engine.rendezvous;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: a random time up to a bound that doubles (full jitter), so that ten thousand
 * super-peers do not come back in the same second. One thread.
 */
final class Backoff {
    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int MAX_DOUBLINGS = 9;

    private final RandomGenerator random;
    private int failures;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    void succeeded() {
        failures = 0;
    }

    /** Never before {@code retryAfter}, which the server asked for. */
    Duration afterFailure(Duration retryAfter) {
        long most = Math.min(LONGEST.toMillis(), FIRST.toMillis() << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        return retryAfter.plusMillis(random.nextLong(most + 1));
    }
}
