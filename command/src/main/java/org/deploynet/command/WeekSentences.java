package org.deploynet.command;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sharing.Verdict;
import org.deploynet.control.sharing.WeekPlan;
import org.deploynet.i18n.Texts;

/** The week plan as a grid with a mark at this half hour, and in words what it says now. Pure functions of the report. */
record WeekSentences(Texts texts, NowSentences now) {
    private static final String MARGIN = " ".repeat(6);

    List<String> of(SharingReport report) {
        var lines = new ArrayList<String>();
        lines.addAll(grid(report.rules().week(), report.at().atZone(now.zone())));
        lines.add(texts.get("command.schedule.letters"));
        lines.add(says(report));
        return lines;
    }

    /** Seven strings of 48 letters as JSON, one a line: to be changed by hand and loaded again. */
    static String json(WeekPlan week) {
        return week.toJson().stream().map(day -> "  \"" + day + "\"").collect(Collectors.joining(",\n", "[\n", "\n]"));
    }

    private static List<String> grid(WeekPlan week, ZonedDateTime at) {
        var lines = new ArrayList<String>();
        lines.add(MARGIN + ruler());
        List<String> letters = week.toJson();
        for (DayOfWeek day : DayOfWeek.values()) {
            // The English names are the words that "schedule set" takes.
            String name = day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            String mark = day == at.getDayOfWeek() ? ">" : " ";
            lines.add(String.format(Locale.ROOT, "%-4s%s ", name, mark) + letters.get(day.getValue() - 1));
        }
        lines.add(MARGIN + " ".repeat(WeekPlan.halfHour(at.toLocalTime())) + "^");
        return lines;
    }

    private static String ruler() {
        return IntStream.rangeClosed(0, 12)
                .mapToObj(twoHours -> String.format(Locale.ROOT, "%-4d", 2 * twoHours))
                .collect(Collectors.joining())
                .strip();
    }

    private String says(SharingReport report) {
        return report.of(Rule.WEEK).map(verdict -> says(report, verdict)).orElse(texts.get("command.schedule.always"));
    }

    private String says(SharingReport report, Verdict verdict) {
        String level = now.level(verdict.level());
        return verdict.until()
                .map(end -> texts.get(
                        "command.schedule.now",
                        level,
                        now.until(report.at(), end),
                        after(report.rules().week(), end)))
                .orElse(texts.get("command.schedule.only", level));
    }

    private String after(WeekPlan week, Instant change) {
        return now.level(week.at(change.atZone(now.zone())));
    }
}
