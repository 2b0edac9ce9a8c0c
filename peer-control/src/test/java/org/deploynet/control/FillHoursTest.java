package org.deploynet.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FillHoursTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    /** Clocks in Berlin: set from 2:00 to 3:00 on 2026-03-29, and from 3:00 back to 2:00 on 2026-10-25. */
    @ParameterizedTest
    @CsvSource({
        // An ordinary day: within, at the edges, outside.
        "09:00-17:00, 2026-06-10T09:00:00+02:00, open",
        "09:00-17:00, 2026-06-10T16:59:59+02:00, open",
        "09:00-17:00, 2026-06-10T17:00:00+02:00, 2026-06-11T09:00:00+02:00",
        "09:00-17:00, 2026-06-10T08:59:59+02:00, 2026-06-10T09:00:00+02:00",
        // Over midnight.
        "22:00-07:00, 2026-06-10T23:30:00+02:00, open",
        "22:00-07:00, 2026-06-10T06:59:59+02:00, open",
        "22:00-07:00, 2026-06-10T07:00:00+02:00, 2026-06-10T22:00:00+02:00",
        "22:00-07:00, 2026-06-10T21:59:59+02:00, 2026-06-10T22:00:00+02:00",
        // The zone counts, not the server's clock.
        "22:00-07:00, 2026-06-10T20:30:00Z, open",
        "22:00-07:00, 2026-06-10T19:30:00Z, 2026-06-10T20:00:00Z",
        // Over a change of clocks, the hours stay those on the wall.
        "22:00-07:00, 2026-03-29T06:59:59+02:00, open",
        "22:00-07:00, 2026-03-28T12:00:00+01:00, 2026-03-28T22:00:00+01:00",
        "08:00-09:00, 2026-03-28T12:00:00+01:00, 2026-03-29T08:00:00+02:00",
        "08:00-09:00, 2026-10-24T12:00:00+02:00, 2026-10-25T08:00:00+01:00",
        // Set forward over the beginning: they begin when the clock is set; over all of them: the next day.
        "02:30-05:00, 2026-03-29T01:59:00+01:00, 2026-03-29T03:00:00+02:00",
        "02:15-02:45, 2026-03-29T01:59:00+01:00, 2026-03-30T02:15:00+02:00",
        // Set back: an hour comes twice, and so do the hours in it.
        "02:15-02:45, 2026-10-25T02:00:00+02:00, 2026-10-25T02:15:00+02:00",
        "02:15-02:45, 2026-10-25T02:30:00+02:00, open",
        "02:15-02:45, 2026-10-25T02:50:00+02:00, 2026-10-25T02:15:00+01:00",
        "02:15-02:45, 2026-10-25T02:30:00+01:00, open",
        "01:30-02:30, 2026-10-25T02:45:00+02:00, 2026-10-25T02:00:00+01:00",
        "any, 2026-06-10T12:00:00+02:00, open"
    })
    void knowsWhenTheyAreOpenAndWhenTheyBegin(String hours, String now, String expected) {
        Optional<Instant> opens = expected.equals("open")
                ? Optional.empty()
                : Optional.of(ZonedDateTime.parse(expected).toInstant());
        Instant instant = ZonedDateTime.parse(now).toInstant();
        assertEquals(opens, FillHours.ofJson(hours).opensAt(instant, BERLIN));
        assertEquals(opens.isEmpty(), FillHours.ofJson(hours).areOpen(instant, BERLIN));
    }

    /** For each quarter of an hour over both changes: what is named is the first moment at which they are open. */
    @ParameterizedTest
    @ValueSource(strings = {"02:15-02:45", "22:00-07:00", "01:45-02:15", "02:00-03:00", "00:00-00:15", "23:45-00:00"})
    void namesTheFirstMomentAtWhichTheyAreOpen(String text) {
        FillHours hours = FillHours.ofJson(text);
        for (String day : new String[] {"2026-03-28T00:00:00Z", "2026-10-24T00:00:00Z"}) {
            Instant start = Instant.parse(day);
            for (Instant now = start; now.isBefore(start.plus(Duration.ofDays(2))); now = now.plusSeconds(900)) {
                Instant opens = hours.opensAt(now, BERLIN).orElse(now);
                assertTrue(hours.areOpen(opens, BERLIN), text + " at " + opens);
                for (Instant before = now; before.isBefore(opens); before = before.plusSeconds(900)) {
                    assertTrue(!hours.areOpen(before, BERLIN), text + " were open at " + before);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "22-07",
                "22:00",
                "24:00-07:00",
                "22:60-07:00",
                "7:00-22:00",
                "22:00-22:00",
                "22:00-07:00 ",
                "ANY"
            })
    void refusesOtherWords(String text) {
        assertThrows(IllegalArgumentException.class, () -> FillHours.ofJson(text));
    }

    @Test
    void writesWhatItReads() {
        assertEquals("22:00-07:05", FillHours.ofJson("22:00-07:05").toJson());
        assertEquals("any", FillHours.ofJson("any").toJson());
        assertEquals(FillHours.ANY_TIME, new FillHours(LocalTime.of(5, 0), LocalTime.of(5, 0, 30)));
    }
}
