package org.deploynet.engine.limits;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingReport.Metered;
import org.deploynet.control.sharing.SharingReport.Power;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.Surroundings.Told;
import org.deploynet.control.sharing.Verdict;
import org.deploynet.control.sharing.WeekPlan;

/** From rules and conditions to what is allowed and why: pure functions. What cannot be told forbids nothing. */
public final class SharingPolicy {
    private SharingPolicy() {}

    /** What each rule says that says anything now, in the order of {@link Rule}; a week plan always does. */
    public static List<Verdict> verdicts(SharingRules rules, Conditions now) {
        return Stream.of(
                        dataCap(rules.dataCap(), now),
                        dataPace(rules.dataCap(), now),
                        when(now.metered() == Metered.YES, Rule.ON_METERED, rules.onMetered()),
                        when(now.around().vpn() == Told.YES, Rule.ON_VPN, rules.onVpn()),
                        listed(now.around().among(rules.networks()), Rule.ON_NETWORK, rules.onNetworks()),
                        when(now.power() == Power.BATTERY, Rule.ON_BATTERY, rules.onBattery()),
                        when(now.around().used() == Told.YES, Rule.WHILE_USED, rules.whileUsed()),
                        when(now.around().fullScreen() == Told.YES, Rule.WHILE_FULL_SCREEN, rules.whileFullScreen()),
                        listed(now.running(), Rule.WHILE_RUNNING, rules.whileRunning()),
                        week(rules.week(), now),
                        when(rules.alternative().on(), Rule.ALTERNATIVE, SharingLevel.LIMITED))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The strictest verdict wins, of equals the first. */
    public static Allowance allowance(
            SharingRules rules, List<Verdict> verdicts, UploadLimit upload, DownloadLimit download) {
        Optional<Verdict> because = verdicts.stream()
                .filter(verdict -> verdict.level().isStricterThan(SharingLevel.FULL))
                .min(Comparator.comparing(Verdict::level).reversed().thenComparing(Verdict::rule));
        SharingLevel level = because.map(Verdict::level).orElse(SharingLevel.FULL);
        return switch (level) {
            case FULL -> new Allowance(level, because, upload, download);
            case LIMITED ->
                new Allowance(
                        level,
                        because,
                        rules.alternative().upload(upload),
                        rules.alternative().download(download));
            case PAUSED -> new Allowance(level, because, new UploadLimit(0), new DownloadLimit(0));
        };
    }

    private static Optional<Verdict> when(boolean holds, Rule rule, SharingLevel level) {
        return holds && level.isStricterThan(SharingLevel.FULL)
                ? Optional.of(new Verdict(rule, level, Optional.empty(), Optional.empty()))
                : Optional.empty();
    }

    // The names are what the owner is told besides.
    private static Optional<Verdict> listed(List<String> there, Rule rule, SharingLevel level) {
        return when(!there.isEmpty(), rule, level)
                .map(verdict -> new Verdict(
                        verdict.rule(), verdict.level(), Optional.empty(), Optional.of(String.join(", ", there))));
    }

    private static Optional<Verdict> week(WeekPlan week, Conditions now) {
        Instant instant = now.now().toInstant();
        return week.isAlwaysFull()
                ? Optional.empty()
                : Optional.of(new Verdict(
                        Rule.WEEK,
                        week.at(now.now()),
                        week.nextChange(instant, now.now().getZone()),
                        Optional.empty()));
    }

    private static Optional<Verdict> dataCap(DataCap cap, Conditions now) {
        return cap.bytes()
                .filter(most -> now.data().usedBytes() >= most)
                .map(most -> paused(Rule.DATA_CAP, now.data().until(), now));
    }

    private static Optional<Verdict> dataPace(DataCap cap, Conditions now) {
        return cap.bytes()
                .flatMap(most -> now.data().todayAllowanceBytes())
                .filter(today -> now.data().todayBytes() >= today)
                .map(today -> paused(Rule.DATA_PACE, now.now().toLocalDate().plusDays(1), now));
    }

    private static Verdict paused(Rule rule, LocalDate until, Conditions now) {
        Instant midnight = until.atStartOfDay(now.now().getZone()).toInstant();
        return new Verdict(rule, SharingLevel.PAUSED, Optional.of(midnight), Optional.empty());
    }
}
