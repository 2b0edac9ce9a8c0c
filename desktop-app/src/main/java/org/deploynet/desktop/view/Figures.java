package org.deploynet.desktop.view;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DecimalStyle;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.deploynet.control.words.CreditWords;
import org.deploynet.i18n.Texts;

/**
 * Numbers, sizes, rates and times as every face of the desktop writes them, in the language of its texts. In English they read as
 * on the command line ({@code RateWords}, {@code SizeWords}). Immutable.
 */
public final class Figures {
    private static final int WEEKDAY_IS_CLEAR_FOR_DAYS = 6;

    private final Texts texts;
    private final Locale locale;
    private final ZoneId zone;

    public Figures(Texts texts, ZoneId zone) {
        this.texts = texts;
        this.locale = texts.locale();
        this.zone = zone;
    }

    /** {@code 2.1 MB/s}. */
    public Figure rate(long bytesPerSecond) {
        if (bytesPerSecond < 1_000) {
            return figure((double) bytesPerSecond, 0, "desktop.unit.rate.b");
        }
        return bytesPerSecond < 1_000_000
                ? figure(bytesPerSecond / 1e3, 0, "desktop.unit.rate.kb")
                : figure(bytesPerSecond / 1e6, 1, "desktop.unit.rate.mb");
    }

    /** {@code 4 MB/s}, {@code 0.5 MB/s}: a round rate beside a line of a graph. */
    public String axisRate(long bytesPerSecond) {
        boolean wholeMegabytes = bytesPerSecond >= 1_000_000 && bytesPerSecond % 1_000_000 == 0;
        Figure figure = wholeMegabytes ? figure(bytesPerSecond / 1e6, 0, "desktop.unit.rate.mb") : rate(bytesPerSecond);
        return figure.text();
    }

    /** {@code 16.8 Mbit/s}. */
    public Figure bitRate(long bytesPerSecond) {
        double megabits = bytesPerSecond / 125_000.0;
        return figure(megabits, megabits >= 100 || megabits == Math.rint(megabits) ? 0 : 1, "desktop.unit.rate.mbit");
    }

    /** {@code 5.0 MB/s (40 Mbit/s)}. */
    public String rateWithBits(long bytesPerSecond) {
        return texts.get(
                "desktop.figure.rate-with-bits",
                rate(bytesPerSecond).text(),
                bitRate(bytesPerSecond).text());
    }

    /** {@code 4.2 GB}. */
    public Figure size(long bytes) {
        if (bytes < 1_000) {
            return figure((double) bytes, 0, "desktop.unit.size.b");
        }
        if (bytes < 1_000_000) {
            return figure(bytes / 1e3, 1, "desktop.unit.size.kb");
        }
        if (bytes < 1_000_000_000) {
            return figure(bytes / 1e6, 1, "desktop.unit.size.mb");
        }
        return bytes < 1_000_000_000_000L
                ? figure(bytes / 1e9, 1, "desktop.unit.size.gb")
                : figure(bytes / 1e12, 2, "desktop.unit.size.tb");
    }

    /** {@code 100 GB}, {@code 1.5 GB}: a size that somebody set. */
    public Figure roundSize(long bytes) {
        boolean wholeGigabytes = bytes >= 1_000_000_000 && bytes < 1_000_000_000_000L && bytes % 1_000_000_000 == 0;
        return wholeGigabytes ? figure(bytes / 1e9, 0, "desktop.unit.size.gb") : size(bytes);
    }

    /** {@code 4.20}, and {@code 0.0071} below a tenth. Never rounded up. */
    public String credits(long microcredits) {
        return CreditWords.format(microcredits, locale);
    }

    /** {@code 1,204}. */
    public String count(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    /** {@code 93%}, as the language writes it. Rounded down: 100 is all. */
    public String percent(long part, long whole) {
        NumberFormat format = NumberFormat.getPercentInstance(locale);
        format.setRoundingMode(RoundingMode.DOWN);
        return format.format(whole == 0 ? 0 : (double) part / whole);
    }

    /** Between 0 and 1; 0 where there is nothing to be a part of. */
    static double fraction(long part, long whole) {
        return whole <= 0 ? 0 : Math.clamp((double) part / whole, 0, 1);
    }

    /** {@code 1 h 59 min}, {@code 12 s}. Never below zero. */
    public String duration(Duration length) {
        Duration shown = length.isNegative() ? Duration.ZERO : length;
        if (shown.toMinutes() == 0) {
            return unit("desktop.unit.seconds", shown.toSeconds());
        }
        if (shown.toHours() == 0) {
            return unit("desktop.unit.minutes", shown.toMinutes());
        }
        return shown.toDays() > 1
                ? both(unit("desktop.unit.days", shown.toDays()), unit("desktop.unit.hours", shown.toHoursPart()))
                : both(
                        unit("desktop.unit.hours", shown.toHours()),
                        unit("desktop.unit.minutes", shown.toMinutesPart()));
    }

    /** {@code 16:05}, with the day where it is not today. */
    public String moment(Instant at, Instant now) {
        LocalDate day = at.atZone(zone).toLocalDate();
        LocalDate today = now.atZone(zone).toLocalDate();
        if (day.equals(today)) {
            return time(at);
        }
        boolean weekdayIsClear = day.isAfter(today) && !day.isAfter(today.plusDays(WEEKDAY_IS_CLEAR_FOR_DAYS));
        String date = weekdayIsClear
                ? formatter(DateTimeFormatter.ofPattern("EEEE", locale)).format(at)
                : date(at);
        return texts.get("desktop.figure.day-and-time", date, time(at));
    }

    /** {@code 16:05}. */
    public String time(Instant at) {
        return formatter(DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)).format(at);
    }

    /** {@code 16:00}: a time of any day. */
    public String clock(LocalTime time) {
        return formatter(DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT)).format(time);
    }

    /** {@code 4 PM}: a full hour of any day, short enough for the axis of a day. */
    public String hour(LocalTime time) {
        return formatter(DateTimeFormatter.ofLocalizedPattern("j")).format(time);
    }

    /** {@code 16:05:20}. */
    public String timeWithSeconds(Instant at) {
        return formatter(DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)).format(at);
    }

    /** {@code Nov 21}. */
    public String date(Instant at) {
        return formatter(DateTimeFormatter.ofLocalizedPattern("MMMd")).format(at);
    }

    /** {@code Nov 21}. */
    public String date(LocalDate day) {
        return date(day.atStartOfDay(zone).toInstant());
    }

    public ZoneId zone() {
        return zone;
    }

    private DateTimeFormatter formatter(DateTimeFormatter form) {
        return form.withLocale(locale).withDecimalStyle(DecimalStyle.of(locale)).withZone(zone);
    }

    private Figure figure(double value, int decimals, String unitKey) {
        return new Figure(number(value, decimals, RoundingMode.HALF_UP), texts.get(unitKey));
    }

    // Shortest decimal of the double first: 1.15 shall round as people read it, not as its binary neighbour.
    private String number(double value, int decimals, RoundingMode rounding) {
        NumberFormat format = NumberFormat.getInstance(locale);
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(BigDecimal.valueOf(value).setScale(decimals, rounding));
    }

    private String unit(String key, long number) {
        return texts.get(key, count(number));
    }

    private String both(String first, String second) {
        return texts.get("desktop.figure.both", first, second);
    }
}
