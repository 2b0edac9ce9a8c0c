package org.deploynet.engine.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadBudgetTest {
    private final ManualTicker ticker = new ManualTicker();

    /** Slower than the cap is always possible on a busy machine, so only faster is wrong. */
    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 12_500_000, 125_000_000})
    void letsFourStreamsTogetherHaveNoMoreThanTheCap(long cap) throws Exception {
        var budget = new DownloadBudget(cap, Ticker.system());
        long start = System.nanoTime();
        long taken = 0;
        try (var streams = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = IntStream.range(0, 4)
                    .mapToObj(stream -> streams.submit(() -> take(budget, cap / 16)))
                    .toList();
            for (Future<Long> future : futures) {
                taken += future.get();
            }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        // At most 100 ms of the cap was there at the start; headers are 4 % on top of what is taken.
        assertTrue(taken * 1.04 <= cap * (seconds + 0.1) + 1, taken + " bytes in " + seconds + " s");
    }

    private static long take(DownloadBudget budget, long bytes) throws InterruptedException {
        long taken = 0;
        while (taken < bytes) {
            int quantum = budget.quantumBytes();
            taken += quantum;
            assertTrue(budget.pay(quantum));
        }
        return taken;
    }

    @Test
    void doesNotPayOutSleep() throws InterruptedException {
        var budget = new DownloadBudget(1_000_000, ticker);
        ticker.advance(Duration.ofDays(1));
        assertTrue(budget.pay(90_000));
        budget.spend(20_000);
        assertTrue(budget.nanosUntil(1) > 0, "a day left more than 100 ms of the cap");
    }

    @Test
    void letsNothingPassUnderACapOfZero() throws InterruptedException {
        var budget = new DownloadBudget(0, ticker);
        assertFalse(budget.pay(1));
        assertTrue(budget.letsNothingPass());
    }

    @Test
    void whoeverWaitsGoesByTheNewCap() throws Exception {
        var budget = new DownloadBudget(10_000, ticker);
        var waits = new CompletableFuture<Boolean>();
        Thread.ofVirtual().start(() -> {
            try {
                waits.complete(budget.pay(100_000_000));
            } catch (InterruptedException e) {
                waits.completeExceptionally(e);
            }
        });
        assertFalse(waits.isDone());
        budget.setBytesPerSecond(0);
        assertEquals(false, waits.get(10, TimeUnit.SECONDS));
        budget.setBytesPerSecond(DownloadBudget.UNLIMITED);
        assertTrue(budget.pay(Integer.MAX_VALUE / 2));
    }
}
