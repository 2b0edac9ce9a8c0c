package org.deploynet.command;

import java.util.List;
import java.util.Locale;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sharing.SharingReport.Metered;
import org.deploynet.control.sharing.SharingReport.Power;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.Surroundings.Told;
import org.deploynet.i18n.Texts;

/** When is shared, in words: each rule, what this machine says now, and what that leads to. Pure functions. */
record WhenSentences(Texts texts, NowSentences now) {
    List<String> of(SharingReport report) {
        SharingRules rules = report.rules();
        return List.of(
                line("on-battery", rules.onBattery(), power(report)),
                line("on-metered", rules.onMetered(), metered(report)),
                line(
                        "on-vpn",
                        rules.onVpn(),
                        told(report, Rule.ON_VPN, rules.onVpn(), report.around().vpn())),
                line("on-networks", rules.onNetworks(), networks(report)),
                line(
                        "while-used",
                        rules.whileUsed(),
                        told(
                                report,
                                Rule.WHILE_USED,
                                rules.whileUsed(),
                                report.around().used())),
                line(
                        "while-full-screen",
                        rules.whileFullScreen(),
                        told(
                                report,
                                Rule.WHILE_FULL_SCREEN,
                                rules.whileFullScreen(),
                                report.around().fullScreen())),
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

    // Like the line: what no rule asks for is not looked at.
    private String told(SharingReport report, Rule rule, SharingLevel level, Told said) {
        String key = "command.when." + word(rule) + ".";
        if (said == Told.UNKNOWN) {
            return texts.get(level == SharingLevel.FULL ? "command.when.not-asked" : "command.when.unknown");
        }
        return texts.get(key + word(said)) + outcome(report, rule, said == Told.YES);
    }

    private String networks(SharingReport report) {
        List<String> listed = report.rules().networks();
        if (listed.isEmpty()) {
            return texts.get("command.when.networks.none");
        }
        String names = String.join(", ", listed);
        return report.around()
                .networks()
                .map(connected -> texts.get("command.when.networks.connected", names, String.join(", ", connected))
                        + outcome(
                                report,
                                Rule.ON_NETWORK,
                                !report.around().among(listed).isEmpty()))
                .orElse(texts.get("command.when.networks.unknown", names));
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
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
