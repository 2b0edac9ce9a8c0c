package org.deploynet.signaling.reputation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import org.deploynet.protocol.signaling.ToSuperPeer.Points;
import org.deploynet.protocol.signaling.ToSuperPeer.Standing;
import org.junit.jupiter.api.Test;

class ScoreTest {
    private static Parts parts(DaySum sum, int days, int answerMillis) {
        return new Parts(sum, days, Optional.of(answerMillis));
    }

    @Test
    void whoIsNewBeginsInTheMiddleOfWhatIsNotKnownAndWithNothingOfWhatIsEarned() {
        Points points = Score.of(new Parts(DaySum.NONE, 0, Optional.empty()));
        assertEquals(new Points(0, 15, 5, 5, 0), points);
        assertEquals(25, points.sum());
    }

    @Test
    void theBestHasAllPointsAndTheWorstHardlyAny() {
        var best = new DaySum(100_000_000_000L, 500, 10_000, 10_000, 0, 0, 0);
        assertEquals(100, Score.of(parts(best, 30, 80)).sum());
        var worst = new DaySum(0, 0, 10_000, 0, 10_000, 10_000, 0);
        assertEquals(0, Score.of(parts(worst, 0, 10_000)).sum());
    }

    @Test
    void moreOfWhatIsGoodNeverCostsPointsAndMoreOfWhatIsBadNeverBringsAny() {
        var random = new Random(24);
        for (int i = 0; i < 2_000; i++) {
            long asked = random.nextInt(1_000);
            long declined = random.nextInt(1 + (int) asked);
            var sum = new DaySum(
                    Math.abs(random.nextLong() % 200_000_000_000L),
                    random.nextInt(100),
                    asked,
                    random.nextInt(500),
                    declined,
                    random.nextInt(500),
                    0);
            int millis = random.nextInt(5_000);
            int days = random.nextInt(40);
            int score = Score.of(parts(sum, days, millis)).sum();
            assertTrue(Score.of(parts(sum.and(DaySum.served(50_000_000, 0)), days, millis))
                            .sum()
                    >= score);
            assertTrue(Score.of(parts(sum.and(DaySum.CONNECTED), days, millis)).sum() >= score);
            assertTrue(Score.of(parts(sum, days + 1, millis)).sum() >= score);
            assertTrue(Score.of(parts(sum.and(DaySum.FAILED), days, millis)).sum() <= score);
            assertTrue(Score.of(parts(sum.and(DaySum.DECLINED), days, millis)).sum() <= score);
            assertTrue(Score.of(parts(sum, days, millis + 100)).sum() <= score);
        }
    }

    @Test
    void theFirstGigabyteSaysMoreThanTheHundredth() {
        int first = Score.of(parts(DaySum.served(1_000_000_000, 0), 0, 0)).served();
        int before = Score.of(parts(DaySum.served(99_000_000_000L, 0), 0, 0)).served();
        int hundredth =
                Score.of(parts(DaySum.served(100_000_000_000L, 0), 0, 0)).served();
        assertTrue(first > 10 * (hundredth - before), first + " and " + (hundredth - before));
    }

    @Test
    void aDemotedOneWeighsNextToNothingAndANewOneAQuarter() {
        assertEquals(1.0, StandingRules.weight(Standing.GOOD, 100));
        assertEquals(0.5, StandingRules.weight(Standing.GOOD, 0));
        assertEquals(0.25, StandingRules.weight(Standing.PROBATION, 100));
        assertTrue(StandingRules.weight(Standing.DEMOTED, 100) < 0.02);
        long steps = java.util.stream.IntStream.rangeClosed(0, 100)
                .mapToDouble(score -> StandingRules.weight(Standing.GOOD, score))
                .distinct()
                .count();
        assertEquals(5, steps, "each step moves files from disk to disk");
    }
}
