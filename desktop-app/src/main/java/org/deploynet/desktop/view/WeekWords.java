package org.deploynet.desktop.view;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.time.temporal.WeekFields;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.WeekPlan;
import org.deploynet.i18n.Texts;

/** The week of half hours in words: its days, hours and what is planned. A pure function; immutable. */
public final class WeekWords {
    private static final int MINUTES = 30;

    private final Texts texts;
    private final Figures figures;
    private final List<DayOfWeek> days;

    public WeekWords(Texts texts, Figures figures) {
        this.texts = texts;
        this.figures = figures;
        DayOfWeek first = WeekFields.of(texts.locale()).getFirstDayOfWeek();
        this.days = IntStream.range(0, WeekPlan.DAYS).mapToObj(first::plus).toList();
    }

    /** From the day on which the owner's week begins. */
    public List<DayOfWeek> days() {
        return days;
    }

    /** {@code Mon}. */
    public String shortName(DayOfWeek day) {
        return day.getDisplayName(TextStyle.SHORT_STANDALONE, texts.locale());
    }

    /** {@code 3 AM}: the hour at which {@code halfHour} begins. */
    public String hour(int halfHour) {
        return figures.hour(time(halfHour));
    }

    /** {@code Monday 08:00 to 08:30: Limited}. */
    public String cell(int row, int halfHour, SharingLevel level) {
        return span(WeekSpan.of(row, halfHour), texts.get(level.textKey()));
    }

    /** {@code Monday to Friday, 08:00 to 18:00: Limited}; of several levels it says how often each is there. */
    public String selection(WeekSpan span, WeekPlan plan) {
        Set<SharingLevel> levels = EnumSet.noneOf(SharingLevel.class);
        for (DayOfWeek day : days.subList(span.top(), span.bottom() + 1)) {
            IntStream.range(span.first(), span.end()).forEach(half -> levels.add(plan.at(day, half)));
        }
        List<String> names =
                levels.stream().map(level -> texts.get(level.textKey())).toList();
        return span(span, String.join(" / ", names));
    }

    private String span(WeekSpan span, String levels) {
        String first = fullName(days.get(span.top()));
        String last = fullName(days.get(span.bottom()));
        return texts.get(
                span.top() == span.bottom() ? "desktop.limits.week.cell" : "desktop.limits.week.cells",
                first,
                figures.clock(time(span.first())),
                figures.clock(time(span.end())),
                levels,
                last);
    }

    private String fullName(DayOfWeek day) {
        return day.getDisplayName(TextStyle.FULL_STANDALONE, texts.locale());
    }

    // The end of the last half hour is midnight.
    private static LocalTime time(int halfHour) {
        return LocalTime.MIDNIGHT.plusMinutes((long) halfHour * MINUTES);
    }
}
