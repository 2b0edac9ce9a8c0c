package org.deploynet.engine.rendezvous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void doublesItsBoundFromOneSecondToFiveMinutes() {
        for (int failures = 0; failures < 15; failures++) {
            long most = Math.min(300_000, 1_000L << failures);
            int before = failures;
            long highest = IntStream.range(0, 200)
                    .mapToLong(seed -> after(before, seed).toMillis())
                    .max()
                    .orElseThrow();
            assertTrue(highest <= most, highest + " after " + failures);
            assertTrue(highest > most / 2, "only " + highest + " after " + failures);
        }
    }

    @Test
    void spreadsACrowdOverTheWholeTime() {
        long early = IntStream.range(0, 1_000)
                .filter(seed -> after(8, seed).toMillis() < 64_000)
                .count();
        assertTrue(early > 180 && early < 320, early + " of 1000 in the first quarter");
    }

    @Test
    void beginsAnewAfterASuccess() {
        var backoff = new Backoff(new SplittableRandom(1));
        IntStream.range(0, 12).forEach(i -> backoff.afterFailure(Duration.ZERO));
        backoff.succeeded();
        assertTrue(backoff.afterFailure(Duration.ZERO).compareTo(Duration.ofSeconds(1)) <= 0);
    }

    @Test
    void addsToWhatTheServerAsked() {
        var backoff = new Backoff(new SplittableRandom(1));
        Duration wait = backoff.afterFailure(Duration.ofMinutes(10));
        assertTrue(wait.compareTo(Duration.ofMinutes(10)) >= 0);
        assertEquals(10, wait.toMinutes());
    }

    private static Duration after(int failures, long seed) {
        var backoff = new Backoff(new SplittableRandom(seed));
        IntStream.range(0, failures).forEach(i -> backoff.afterFailure(Duration.ZERO));
        return backoff.afterFailure(Duration.ZERO);
    }
}
