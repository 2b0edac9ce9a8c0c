package org.deploynet.desktop.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * When to start an engine again: a start that fails is tried again after 0, 1, 5 and 30 s and then no more; one that had
 * answered is started again at once, unless it ended more than ten times within a minute. For one thread.
 */
final class RestartPolicy {
    private static final List<Duration> WAITS =
            List.of(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30));

    private static final int ENDS_AT_MOST = 10;
    private static final Duration WITHIN = Duration.ofSeconds(60);

    private final Deque<Instant> ends = new ArrayDeque<>();
    private int failedStarts;

    /** What to do after an end. */
    sealed interface Next {
        /** Start again after {@code pause}; {@code attempt} counts from 1 since the engine last answered. */
        record StartAfter(Duration pause, int attempt) implements Next {}

        /** Wait for a person. */
        record GiveUp() implements Next {}
    }

    /** @param answered whether the engine had answered before it ended */
    Next after(boolean answered, Instant now) {
        ends.addLast(now);
        ends.removeIf(end -> end.isBefore(now.minus(WITHIN)));
        failedStarts = answered ? 0 : failedStarts + 1;
        int waits = Math.max(0, failedStarts - 1);
        boolean tooOften = ends.size() > ENDS_AT_MOST;
        return tooOften || waits >= WAITS.size()
                ? new Next.GiveUp()
                : new Next.StartAfter(WAITS.get(waits), failedStarts + 1);
    }

    /** A person wants a new beginning. */
    void forget() {
        ends.clear();
        failedStarts = 0;
    }
}
