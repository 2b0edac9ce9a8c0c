package org.deploynet.desktop.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RestartPolicyTest {
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final RestartPolicy.Next GIVE_UP = new RestartPolicy.Next.GiveUp();

    private final RestartPolicy policy = new RestartPolicy();

    @Test
    void waitsLongerAfterEachFailedStartAndThenGivesUp() {
        var said = new ArrayList<RestartPolicy.Next>();
        for (int failure = 0; failure < 5; failure++) {
            said.add(policy.after(false, START.plusSeconds(60L * failure)));
        }

        assertEquals(List.of(after(0, 2), after(1, 3), after(5, 4), after(30, 5), GIVE_UP), said);
    }

    @Test
    void beginsAnewOnceAnEngineAnswered() {
        policy.after(false, START);
        policy.after(false, START.plusSeconds(100));

        assertEquals(after(0, 1), policy.after(true, START.plusSeconds(200)));
        assertEquals(after(0, 2), policy.after(false, START.plusSeconds(300)));
    }

    @Test
    void givesUpAtTheEleventhEndWithinAMinute() {
        for (int end = 0; end < 10; end++) {
            assertEquals(after(0, 1), policy.after(true, START.plusSeconds(6L * end)));
        }

        assertEquals(GIVE_UP, policy.after(true, START.plusSeconds(60)));
    }

    @Test
    void goesOnWhenTheSameNumberOfEndsTakesLongerThanAMinute() {
        for (int end = 0; end < 100; end++) {
            assertEquals(after(0, 1), policy.after(true, START.plusMillis(6_001L * end)));
        }
    }

    @Test
    void forgetsWhenAPersonStartsAgain() {
        for (int end = 0; end < 11; end++) {
            policy.after(true, START);
        }
        policy.forget();

        assertEquals(after(0, 1), policy.after(true, START));
    }

    private static RestartPolicy.Next after(long seconds, int attempt) {
        return new RestartPolicy.Next.StartAfter(Duration.ofSeconds(seconds), attempt);
    }
}
