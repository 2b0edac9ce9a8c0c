package org.deploynet.command;

import java.time.DayOfWeek;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.WeekPlan;
import org.jspecify.annotations.Nullable;

/** Days and hours of a week as people write them: {@code mon-fri}, {@code sat,sun}, {@code 22:00-07:30}. Pure functions. */
final class WeekWords {
    private static final Pattern HOURS =
            Pattern.compile("([0-9]{1,2})(?::([0-9]{2}))?\\s*-\\s*([0-9]{1,2})(?::([0-9]{2}))?");
    private static final int MINUTES_OF_DAY = 24 * 60;
    private static final int HALF_HOUR = 30;

    private WeekWords() {}

    /** From half hour {@code first} of a day until before half hour {@code end}; of the next day where that is not later. */
    record Hours(int first, int end) {
        static final Hours WHOLE_DAY = new Hours(0, WeekPlan.HALF_HOURS);

        private boolean areOverMidnight() {
            return end <= first;
        }
    }

    /** {@code plan}, but for these hours of those days. What is over midnight is the next day’s, Monday’s after Sunday. */
    static WeekPlan with(WeekPlan plan, Set<DayOfWeek> days, Hours hours, SharingLevel level) {
        WeekPlan next = plan;
        for (DayOfWeek day : days) {
            next = hours.areOverMidnight()
                    ? next.with(day, hours.first(), WeekPlan.HALF_HOURS, level).with(day.plus(1), 0, hours.end(), level)
                    : next.with(day, hours.first(), hours.end(), level);
        }
        return next;
    }

    /** @throws IllegalArgumentException with what is wrong in words */
    static Set<DayOfWeek> days(String text) {
        var days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.strip().toLowerCase(Locale.ROOT).split(",", -1)) {
            switch (part.strip()) {
                case "all" -> days.addAll(List.of(DayOfWeek.values()));
                case "weekdays" -> days.addAll(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
                case "weekend" -> days.addAll(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY));
                default -> addRange(days, part.strip());
            }
        }
        return days;
    }

    private static void addRange(Set<DayOfWeek> days, String words) {
        String[] ends = words.split("-", 2);
        DayOfWeek last = day(ends[ends.length - 1].strip());
        for (DayOfWeek day = day(ends[0].strip()); ; day = day.plus(1)) {
            days.add(day);
            if (day == last) {
                return;
            }
        }
    }

    // Three letters or more, so that "t" and "s" are not two days each.
    private static DayOfWeek day(String word) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> word.length() >= 3
                        && day.name().toLowerCase(Locale.ROOT).startsWith(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"" + word + "\" is no day; days are as mon, mon-fri, sat,sun, weekdays, weekend or all"));
    }

    /** @throws IllegalArgumentException with what is wrong in words */
    static Hours hours(String text) {
        String words = text.strip().toLowerCase(Locale.ROOT);
        if (words.equals("all")) {
            return Hours.WHOLE_DAY;
        }
        Matcher form = HOURS.matcher(words);
        if (!form.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" are no hours; hours are as 08:00-18:30 or all");
        }
        int from = minute(form.group(1), form.group(2));
        int to = minute(form.group(3), form.group(4));
        if (from == to) {
            throw new IllegalArgumentException("\"" + text + "\" ends where it begins; a whole day is 00:00-24:00");
        }
        if (from == MINUTES_OF_DAY) {
            throw new IllegalArgumentException("\"" + text + "\" begins at 24:00, which is 00:00 of the next day");
        }
        return new Hours(from / HALF_HOUR, (to == 0 ? MINUTES_OF_DAY : to) / HALF_HOUR);
    }

    private static int minute(String hour, @Nullable String minute) {
        String words = hour + ":" + (minute == null ? "00" : minute);
        int part = minute == null ? 0 : Integer.parseInt(minute);
        int time = Integer.parseInt(hour) * 60 + part;
        if (part >= 60 || time > MINUTES_OF_DAY) {
            throw new IllegalArgumentException("\"" + words + "\" is no time; times are from 00:00 to 24:00");
        }
        if (part % HALF_HOUR != 0) {
            throw new IllegalArgumentException("\"" + words + "\" is within a half hour; a plan has whole half hours");
        }
        return time;
    }
}
