package org.deploynet.desktop.view;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Where a time axis has its labels: at round times of the owner's zone. */
public final class TimeTicks {
    private TimeTicks() {}

    /** Round times after {@code from} and before {@code to}, {@code every} so much; a multiple of a day is midnight. */
    public static List<Instant> between(Instant from, Instant to, Duration every, ZoneId zone) {
        var ticks = new ArrayList<Instant>();
        ZonedDateTime start = from.atZone(zone);
        LocalDateTime midnight = start.truncatedTo(ChronoUnit.DAYS).toLocalDateTime();
        long passed = Duration.between(midnight, start.toLocalDateTime()).dividedBy(every);
        // By local time, so that a change of daylight saving moves no label to an odd hour.
        for (LocalDateTime at = midnight.plus(every.multipliedBy(passed));
                !at.atZone(zone).toInstant().isAfter(to);
                at = at.plus(every)) {
            if (!at.atZone(zone).toInstant().isBefore(from)) {
                ticks.add(at.atZone(zone).toInstant());
            }
        }
        return ticks;
    }
}
