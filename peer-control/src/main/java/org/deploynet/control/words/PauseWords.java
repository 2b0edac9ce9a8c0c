package org.deploynet.control.words;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Map;

/** How long a pause lasts, as people write it: {@code 2h}, {@code 15 min}, {@code tomorrow} (08:00). */
public final class PauseWords {
    public static final Duration LONGEST = Duration.ofDays(366);

    private static final LocalTime MORNING = LocalTime.of(8, 0);
    private static final Map<String, BigDecimal> UNITS = Map.ofEntries(
            Map.entry("s", BigDecimal.ONE),
            Map.entry("sec", BigDecimal.ONE),
            Map.entry("m", BigDecimal.valueOf(60)),
            Map.entry("min", BigDecimal.valueOf(60)),
            Map.entry("h", BigDecimal.valueOf(3_600)),
            Map.entry("hour", BigDecimal.valueOf(3_600)),
            Map.entry("hours", BigDecimal.valueOf(3_600)),
            Map.entry("d", BigDecimal.valueOf(86_400)),
            Map.entry("day", BigDecimal.valueOf(86_400)),
            Map.entry("days", BigDecimal.valueOf(86_400)));

    private PauseWords() {}

    /** @throws IllegalArgumentException with what is wrong in words */
    public static Duration parse(String text, ZonedDateTime now) {
        if (text.strip().toLowerCase(Locale.ROOT).equals("tomorrow")) {
            return Duration.between(
                    now, now.toLocalDate().plusDays(1).atTime(MORNING).atZone(now.getZone()));
        }
        Duration length = Duration.ofSeconds(Amount.parse(text).times(UNITS));
        if (length.isZero() || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a pause lasts between one second and " + LONGEST.toDays() + " days");
        }
        return length;
    }

    /** {@code 1 h 59 min}. */
    public static String format(Duration length) {
        if (length.toMinutes() == 0) {
            return Math.max(0, length.toSeconds()) + " s";
        }
        if (length.toHours() == 0) {
            return length.toMinutes() + " min";
        }
        return length.toDays() > 1
                ? length.toDays() + " d " + length.toHoursPart() + " h"
                : length.toHours() + " h " + length.toMinutesPart() + " min";
    }
}
