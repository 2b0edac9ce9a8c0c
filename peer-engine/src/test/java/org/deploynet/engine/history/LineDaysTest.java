package org.deploynet.engine.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.Optional;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.DataCap.Counts;
import org.deploynet.control.sharing.DataUse;
import org.junit.jupiter.api.Test;

class LineDaysTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 14);

    private final LineDays days = new LineDays();

    private static DataCap cap(long bytes, Counts counts, boolean paced) {
        return new DataCap(Optional.of(bytes), counts, 14, paced);
    }

    @Test
    void addsUpTheMonthInTheDirectionsThatCount() {
        days.add(FIRST.minusDays(1), 1_000, 1_000);
        days.add(FIRST, 1, 10);
        days.add(FIRST.plusDays(29), 2, 20);
        days.add(FIRST.plusDays(30), 4_000, 4_000);
        LocalDate last = FIRST.plusDays(29);
        assertEquals(33, days.use(cap(99, Counts.BOTH, true), last).usedBytes());
        assertEquals(3, days.use(cap(99, Counts.UP, true), last).usedBytes());
        assertEquals(30, days.use(cap(99, Counts.DOWN, true), last).usedBytes());
        DataUse use = days.use(cap(99, Counts.DOWN, true), last);
        assertEquals(20, use.todayBytes());
        assertEquals(3, use.upBytes());
        assertEquals(FIRST, use.from());
        assertEquals(FIRST.plusDays(30), use.until());
    }

    /** Whoever uses each day what he may never has more than the cap, and has all of it at the end. */
    @Test
    void pacedDaysAddUpToTheCap() {
        DataCap cap = cap(1_000_003, Counts.BOTH, true);
        long used = 0;
        for (LocalDate day = FIRST; day.isBefore(cap.periodEnd(FIRST)); day = day.plusDays(1)) {
            long today = days.use(cap, day).todayAllowanceBytes().orElseThrow();
            assertTrue(today <= 33_334, "a day has " + today);
            days.add(day, today, 0);
            used += today;
            assertEquals(Optional.of(today), days.use(cap, day).todayAllowanceBytes());
        }
        assertEquals(1_000_003, used);
    }

    @Test
    void whatADayLeavesIsSharedOutOverTheRest() {
        DataCap cap = cap(3_000, Counts.BOTH, true);
        assertEquals(Optional.of(100L), days.use(cap, FIRST).todayAllowanceBytes());
        assertEquals(Optional.of(3_000L), days.use(cap, FIRST.plusDays(29)).todayAllowanceBytes());
        days.add(FIRST, 2_999, 0);
        assertEquals(Optional.of(1L), days.use(cap, FIRST.plusDays(1)).todayAllowanceBytes());
        days.add(FIRST, 5_000, 0);
        assertEquals(Optional.of(0L), days.use(cap, FIRST.plusDays(1)).todayAllowanceBytes());
        assertEquals(
                Optional.empty(),
                days.use(cap(3_000, Counts.BOTH, false), FIRST).todayAllowanceBytes());
    }

    @Test
    void foretellsTheMonthByItsDaysSoFar() {
        assertEquals(
                Optional.empty(),
                days.use(DataCap.NONE, FIRST.withDayOfMonth(1)).forecastBytes());
        DataCap cap = cap(3_000, Counts.BOTH, false);
        days.add(FIRST, 100, 0);
        days.add(FIRST.plusDays(1), 200, 0);
        // 300 in two days, so 150 today and on each of the 27 days after it.
        assertEquals(
                Optional.of(300L + 28 * 150), days.use(cap, FIRST.plusDays(2)).forecastBytes());
        days.add(FIRST.plusDays(2), 400, 0);
        assertEquals(
                Optional.of(300L + 400 + 27 * 150),
                days.use(cap, FIRST.plusDays(2)).forecastBytes());
    }

    /** A clock that jumps into the next month and back finds what was there, and begins neither month twice. */
    @Test
    void aClockThatJumpsBeginsNoMonthTwice() {
        DataCap cap = cap(1_000, Counts.BOTH, false);
        LocalDate next = cap.periodEnd(FIRST);
        for (int jump = 0; jump < 5; jump++) {
            days.add(FIRST, 100, 0);
            days.add(next, 10, 0);
        }
        assertEquals(500, days.use(cap, FIRST).usedBytes());
        assertEquals(50, days.use(cap, next).usedBytes());
    }

    @Test
    void keepsTheLatestYear() {
        for (int day = 0; day < 1_000; day++) {
            days.add(FIRST.plusDays(day), 1, 1);
        }
        assertEquals(400, days.copy().size());
        assertEquals(FIRST.plusDays(999), days.copy().lastKey());
    }
}
