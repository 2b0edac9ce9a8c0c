package org.deploynet.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Points in time as a person writes them. Pure functions. */
final class Moments {
    private Moments() {}

    /** {@code 11/24/26, 6:00 PM}, as {@code locale} has it. */
    static String of(Instant at, Locale locale, ZoneId zone) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.SHORT)
                .withLocale(locale)
                .withZone(zone)
                .format(at);
    }
}
