package org.deploynet.control.sharing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.MalformedJsonException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeekPlanTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static final WeekPlan EVENINGS = WeekPlan.ALWAYS_FULL
            .with(DayOfWeek.MONDAY, 16, 36, SharingLevel.LIMITED)
            .with(DayOfWeek.SUNDAY, 40, 48, SharingLevel.PAUSED);

    @Test
    void hasItsLevelInEachHalfHour() {
        assertEquals(SharingLevel.FULL, EVENINGS.at(ZonedDateTime.parse("2026-11-23T07:59:59Z")));
        assertEquals(SharingLevel.LIMITED, EVENINGS.at(ZonedDateTime.parse("2026-11-23T08:00:00Z")));
        assertEquals(SharingLevel.LIMITED, EVENINGS.at(ZonedDateTime.parse("2026-11-23T17:59:59Z")));
        assertEquals(SharingLevel.FULL, EVENINGS.at(ZonedDateTime.parse("2026-11-23T18:00:00Z")));
        assertEquals(SharingLevel.PAUSED, EVENINGS.at(ZonedDateTime.parse("2026-11-29T23:30:00Z")));
    }

    @Test
    void saysWhenAnotherLevelBegins() {
        assertEquals(
                Optional.of(Instant.parse("2026-11-23T08:00:00Z")),
                EVENINGS.nextChange(Instant.parse("2026-11-23T07:59:59.5Z"), ZoneOffset.UTC));
        assertEquals(
                Optional.of(Instant.parse("2026-11-29T20:00:00Z")),
                EVENINGS.nextChange(Instant.parse("2026-11-23T18:00:00Z"), ZoneOffset.UTC));
        assertEquals(
                Optional.of(Instant.parse("2026-11-30T00:00:00Z")),
                EVENINGS.nextChange(Instant.parse("2026-11-29T20:00:00Z"), ZoneOffset.UTC));
        assertEquals(Optional.empty(), WeekPlan.ALWAYS_FULL.nextChange(Instant.EPOCH, ZoneOffset.UTC));
    }

    /** Each minute of two weeks around both clock changes, in zones of odd offsets and odd changes. */
    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/New_York"})
    void saysItRightAtAnyMinuteAlsoWhenClocksAreChanged(String zoneName) {
        ZoneId zone = ZoneId.of(zoneName);
        WeekPlan plan = EVENINGS.with(DayOfWeek.SUNDAY, 3, 6, SharingLevel.PAUSED);
        Instant change = zone.getRules().nextTransition(Instant.parse("2026-08-01T00:00:00Z")) == null
                ? Instant.parse("2026-08-01T00:00:00Z")
                : zone.getRules()
                        .nextTransition(Instant.parse("2026-08-01T00:00:00Z"))
                        .getInstant();
        Instant end = change.plus(Duration.ofDays(7));
        for (Instant now = change.minus(Duration.ofDays(7)); now.isBefore(end); now = now.plusSeconds(600)) {
            assertEquals(byMinutes(plan, now, zone), plan.nextChange(now, zone), now.toString());
        }
    }

    // Slow and plain: the first minute with another level.
    private static Optional<Instant> byMinutes(WeekPlan plan, Instant now, ZoneId zone) {
        SharingLevel level = plan.at(now.atZone(zone));
        Instant end = now.plus(Duration.ofDays(8));
        for (Instant next = now.plusSeconds(60); next.isBefore(end); next = next.plusSeconds(60)) {
            if (plan.at(next.atZone(zone)) != level) {
                return Optional.of(next);
            }
        }
        return Optional.empty();
    }

    @Test
    void isKeptAsSevenStrings() throws MalformedJsonException {
        String json = ControlJson.tree(EVENINGS).toString();
        assertTrue(json.startsWith("[\"FFFFFFFFFFFFFFFFLLLLLLLLLLLLLLLLLLLLFFFFFFFFFFFF\","), json);
        assertEquals(EVENINGS, ControlJson.convert(ControlJson.tree(EVENINGS), WeekPlan.class));
        assertFalse(EVENINGS.isAlwaysFull());
    }

    @Test
    void refusesWhatIsNoWeek() {
        List<String> days = new ArrayList<>(WeekPlan.ALWAYS_FULL.toJson());
        days.set(3, days.get(3).replace('F', 'X'));
        assertThrows(IllegalArgumentException.class, () -> WeekPlan.ofJson(days));
        assertThrows(IllegalArgumentException.class, () -> WeekPlan.ofJson(days.subList(0, 3)));
        assertThrows(
                IllegalArgumentException.class,
                () -> WeekPlan.ALWAYS_FULL.with(DayOfWeek.MONDAY, 0, 49, SharingLevel.PAUSED));
        assertEquals(WeekPlan.ALWAYS_FULL, WeekPlan.ALWAYS_FULL.with(DayOfWeek.MONDAY, 5, 5, SharingLevel.PAUSED));
    }

    @Test
    void skipsWhatAClockChangeSwallows() {
        WeekPlan night = WeekPlan.ALWAYS_FULL.with(DayOfWeek.SUNDAY, 4, 6, SharingLevel.PAUSED);
        // On 28 March 2027 there is no 02:00 to 03:00 in Berlin.
        assertEquals(
                Optional.of(Instant.parse("2027-04-04T00:00:00Z")),
                night.nextChange(Instant.parse("2027-03-28T00:30:00Z"), BERLIN));
    }
}
