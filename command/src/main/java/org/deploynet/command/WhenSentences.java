package org.deploynet.command;

import java.util.List;
import java.util.Locale;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sharing.SharingReport.Metered;
import org.deploynet.control.sharing.SharingReport.Power;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.i18n.Texts;

/** When is shared, in words: each rule, what this machine says now, and what that leads to. Pure functions. */
record WhenSentences(Texts texts, NowSentences now) {
    List<String> of(SharingReport report) {
        SharingRules rules = report.rules();
        return List.of(
                line("on-battery", rules.onBattery(), power(report)),
                line("on-metered", rules.onMetered(), metered(report)),
                line("while-running", rules.whileRunning(), programs(report)));
    }

    private String line(String rule, SharingLevel level, String fact) {
        return texts.get("command.when." + rule, now.level(level), fact);
    }

    private String power(SharingReport report) {
        String fact = texts.get("command.when.power." + word(report.power()));
        return report.power() == Power.UNKNOWN
                ? fact
                : fact + outcome(report, Rule.ON_BATTERY, report.power() == Power.BATTERY);
    }

    // A machine whose owner does not mind is not asked: that costs a process a minute.
    private String metered(SharingReport report) {
        if (report.metered() == Metered.UNKNOWN && report.rules().onMetered() == SharingLevel.FULL) {
            return texts.get("command.when.metered.not-asked");
        }
        String fact = texts.get("command.when.metered." + word(report.metered()));
        return report.metered() == Metered.UNKNOWN
                ? fact
                : fact + outcome(report, Rule.ON_METERED, report.metered() == Metered.YES);
    }

    private String programs(SharingReport report) {
        List<String> listed = report.rules().applications();
        if (listed.isEmpty()) {
            return texts.get("command.when.programs.none");
        }
        String names = String.join(", ", listed);
        String fact = report.running().isEmpty()
                ? texts.get("command.when.programs.idle", names)
                : texts.get("command.when.programs.running", names, String.join(", ", report.running()));
        return fact + outcome(report, Rule.WHILE_RUNNING, !report.running().isEmpty());
    }

    private String outcome(SharingReport report, Rule rule, boolean holds) {
        return report.of(rule)
                .map(verdict -> texts.get("command.when.so." + word(verdict.level())))
                .orElse(texts.get(holds ? "command.when.so.full" : "command.when.so.nothing"));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
