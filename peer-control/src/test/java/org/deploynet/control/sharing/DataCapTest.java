package org.deploynet.control.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.LocalDate;
import java.util.Optional;
import org.deploynet.control.sharing.DataCap.Counts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataCapTest {
    private static DataCap from(int day) {
        return new DataCap(Optional.of(1L), Counts.BOTH, day, true);
    }

    @ParameterizedTest
    @CsvSource({
        "1,  2026-11-26, 2026-11-01, 2026-12-01",
        "14, 2026-11-13, 2026-10-14, 2026-11-14",
        "14, 2026-11-14, 2026-11-14, 2026-12-14",
        "31, 2027-02-27, 2027-01-31, 2027-02-28",
        "31, 2027-02-28, 2027-02-28, 2027-03-31",
        "29, 2028-02-29, 2028-02-29, 2028-03-29",
        "15, 2026-12-31, 2026-12-15, 2027-01-15",
    })
    void beginsItsMonthOnItsDay(int resetDay, LocalDate day, LocalDate start, LocalDate end) {
        assertEquals(start, from(resetDay).periodStart(day));
        assertEquals(end, from(resetDay).periodEnd(day));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 28, 29, 30, 31})
    void leavesNoDayOutAndHasNoneTwice(int resetDay) {
        DataCap cap = from(resetDay);
        LocalDate end = LocalDate.of(2030, 1, 1);
        for (LocalDate day = LocalDate.of(2026, 1, 1); day.isBefore(end); day = day.plusDays(1)) {
            assertFalse(day.isBefore(cap.periodStart(day)), day.toString());
            assertFalse(!day.isBefore(cap.periodEnd(day)), day.toString());
            assertEquals(cap.periodEnd(day), cap.periodStart(cap.periodEnd(day)), day.toString());
            assertEquals(
                    cap.periodStart(day), cap.periodStart(cap.periodEnd(day).minusDays(1)), day.toString());
        }
    }

    @Test
    void refusesWhatIsNoCap() {
        assertThrows(IllegalArgumentException.class, () -> from(0));
        assertThrows(IllegalArgumentException.class, () -> from(32));
        assertThrows(IllegalArgumentException.class, () -> new DataCap(Optional.of(-1L), Counts.UP, 1, false));
    }
}
