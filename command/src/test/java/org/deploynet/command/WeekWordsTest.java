package org.deploynet.command;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.DayOfWeek.TUESDAY;
import static java.time.DayOfWeek.WEDNESDAY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.Set;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.WeekPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WeekWordsTest {
    @Test
    void readsDaysListsAndRanges() {
        assertEquals(Set.of(MONDAY), WeekWords.days("mon"));
        assertEquals(Set.of(WEDNESDAY), WeekWords.days(" Wednesday "));
        assertEquals(EnumSet.range(MONDAY, FRIDAY), WeekWords.days("mon-fri"));
        assertEquals(EnumSet.range(MONDAY, FRIDAY), WeekWords.days("weekdays"));
        assertEquals(Set.of(SATURDAY, SUNDAY), WeekWords.days("weekend"));
        assertEquals(EnumSet.allOf(DayOfWeek.class), WeekWords.days("ALL"));
        assertEquals(Set.of(TUESDAY, THURSDAY, SATURDAY, SUNDAY), WeekWords.days("tue, thu,weekend"));
    }

    @Test
    void aRangeMayGoOverTheEndOfTheWeek() {
        assertEquals(Set.of(SATURDAY, SUNDAY, MONDAY), WeekWords.days("sat-mon"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mo", "funday", "mon-", "-fri", "mon,,tue", "mon-fri-sun", "mondayy", "mon fri"})
    void whatAreNoDaysIsNamed(String text) {
        var failure = assertThrows(IllegalArgumentException.class, () -> WeekWords.days(text));
        assertTrue(String.valueOf(failure.getMessage()).contains("is no day; days are as mon"), failure::getMessage);
    }

    @ParameterizedTest
    @CsvSource({
        "08:00-18:00, 16, 36",
        "8-18, 16, 36",
        "8:30 - 18, 17, 36",
        "00:00-24:00, 0, 48",
        "all, 0, 48",
        "22:00-24:00, 44, 48",
        "22:00-00:00, 44, 48",
        "22:00-06:30, 44, 13",
        "23:30-00:30, 47, 1"
    })
    void readsHoursOnHalfHours(String text, int first, int end) {
        assertEquals(new WeekWords.Hours(first, end), WeekWords.hours(text));
    }

    @ParameterizedTest
    @CsvSource({
        "08:15-18:00, \"08:15\" is within a half hour",
        "08:00-18:29, \"18:29\" is within a half hour",
        "08:00-25:00, \"25:00\" is no time",
        "08:00-24:30, \"24:30\" is no time",
        "08:60-10:00, \"08:60\" is no time",
        "25-26, \"25:00\" is no time",
        "24:00-06:00, begins at 24:00",
        "08:00-08:00, ends where it begins",
        "08:00, are no hours",
        "morning, are no hours",
        "-8-10, are no hours"
    })
    void saysWhatIsWrongWithHours(String text, String why) {
        var failure = assertThrows(IllegalArgumentException.class, () -> WeekWords.hours(text));
        assertTrue(String.valueOf(failure.getMessage()).contains(why), failure::getMessage);
    }

    @Test
    void setsTheseHoursOfThoseDaysAndNothingElse() {
        WeekPlan plan = WeekWords.with(
                WeekPlan.ALWAYS_FULL, WeekWords.days("tue"), WeekWords.hours("08:00-09:30"), SharingLevel.LIMITED);

        assertEquals("F".repeat(16) + "LLL" + "F".repeat(29), day(plan, TUESDAY));
        assertEquals(
                WeekPlan.ALWAYS_FULL, WeekWords.with(plan, Set.of(TUESDAY), WeekWords.hours("all"), SharingLevel.FULL));
    }

    @Test
    void whatIsOverMidnightIsTheNextDaysAndMondaysAfterSunday() {
        WeekPlan plan = WeekWords.with(
                WeekPlan.ALWAYS_FULL, WeekWords.days("sun"), WeekWords.hours("23:00-01:30"), SharingLevel.PAUSED);

        assertEquals("F".repeat(46) + "PP", day(plan, SUNDAY));
        assertEquals("PPP" + "F".repeat(45), day(plan, MONDAY));
        assertEquals("F".repeat(48), day(plan, SATURDAY));
    }

    @Test
    void nightsOfAllDaysMeet() {
        WeekPlan plan = WeekWords.with(
                WeekPlan.ALWAYS_FULL, WeekWords.days("all"), WeekWords.hours("22:00-06:00"), SharingLevel.LIMITED);

        for (DayOfWeek day : DayOfWeek.values()) {
            assertEquals("L".repeat(12) + "F".repeat(32) + "LLLL", day(plan, day), day.toString());
        }
    }

    private static String day(WeekPlan plan, DayOfWeek day) {
        return plan.toJson().get(day.getValue() - 1);
    }
}
