package org.deploynet.engine.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadBudgetTest {
    private final ManualTicker ticker = new ManualTicker();

    @ParameterizedTest
    @ValueSource(longs = {10_000, 125_000, 1_000_000, 12_500_000, 125_000_000})
    void neverGivesMoreThanTwoPercentAboveTheCapInTenSeconds(long cap) {
        var budget = new UploadBudget(cap, ticker);
        ticker.advance(Duration.ofHours(1));
        long taken = takeFor(budget, Duration.ofSeconds(10));
        assertTrue(taken <= cap * 10 * 102 / 100, taken + " bytes at a cap of " + cap);
        assertTrue(taken >= cap * 10 * 98 / 100, taken + " bytes at a cap of " + cap);
    }

    @Test
    void doesNotPayOutSleep() {
        var budget = new UploadBudget(1_000_000, ticker);
        takeFor(budget, Duration.ofSeconds(1));
        ticker.advance(Duration.ofDays(1));
        long taken = 0;
        while (budget.tryTake(1_000)) {
            taken += 1_000;
        }
        assertEquals(100_000, taken);
    }

    @Test
    void waitsForWhatWasSpentWithoutAsking() {
        var budget = new UploadBudget(1_000, ticker);
        budget.spend(5_000);
        assertFalse(budget.tryTake(1));
        ticker.advance(Duration.ofNanos(budget.nanosUntil(500)));
        assertTrue(budget.tryTake(500));
        assertFalse(budget.tryTake(1));
    }

    @Test
    void saysHowLongUntilThereIsEnough() {
        var budget = new UploadBudget(1_000_000, ticker);
        ticker.advance(Duration.ofSeconds(1));
        assertTrue(budget.tryTake(100_000));
        assertEquals(Duration.ofMillis(50), Duration.ofNanos(budget.nanosUntil(50_000)));
        ticker.advance(Duration.ofMillis(50).minusNanos(1));
        assertFalse(budget.tryTake(50_000));
        ticker.advance(Duration.ofNanos(1));
        assertTrue(budget.tryTake(50_000));
    }

    @Test
    void givesNothingUnderACapOfZero() {
        var budget = new UploadBudget(0, ticker);
        ticker.advance(Duration.ofHours(1));
        assertFalse(budget.tryTake(1));
        assertEquals(Long.MAX_VALUE, budget.nanosUntil(1));
    }

    @Test
    void takesANewCapAtOnceAndSavesNothingFromTheOldOne() {
        var budget = new UploadBudget(UploadBudget.UNLIMITED, ticker);
        assertTrue(budget.tryTake(Integer.MAX_VALUE));
        budget.setBytesPerSecond(10_000);
        assertFalse(budget.tryTake(1_100));
        ticker.advance(Duration.ofSeconds(1));
        assertTrue(budget.tryTake(1_100));
        budget.setBytesPerSecond(UploadBudget.UNLIMITED);
        assertTrue(budget.tryTake(Integer.MAX_VALUE));
    }

    @Test
    void cutsTheQuantumToTwentyMillisecondsOfTheCap() {
        assertEquals(1_100, new UploadBudget(1_000, ticker).quantumBytes());
        assertEquals(2_500, new UploadBudget(125_000, ticker).quantumBytes());
        assertEquals(64 * 1024, new UploadBudget(UploadBudget.UNLIMITED, ticker).quantumBytes());
    }

    @Test
    void refusesImpossibleCaps() {
        assertThrows(IllegalArgumentException.class, () -> new UploadBudget(-1, ticker));
        assertThrows(IllegalArgumentException.class, () -> new UploadBudget(1L << 41, ticker));
    }

    private long takeFor(UploadBudget budget, Duration duration) {
        long end = ticker.nanos() + duration.toNanos();
        long taken = 0;
        int frame = Math.max(1_000, budget.quantumBytes());
        while (ticker.nanos() < end) {
            if (budget.tryTake(frame)) {
                taken += frame;
            } else {
                ticker.advance(Duration.ofNanos(Math.max(1, budget.nanosUntil(frame))));
            }
        }
        return taken;
    }
}
