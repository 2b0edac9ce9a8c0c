package org.deploynet.engine.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.AlternativeLimits;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.DataUse;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingReport.Metered;
import org.deploynet.control.sharing.SharingReport.Power;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.Surroundings;
import org.deploynet.control.sharing.Surroundings.Told;
import org.deploynet.control.sharing.Verdict;
import org.deploynet.control.sharing.WeekPlan;
import org.junit.jupiter.api.Test;

class SharingPolicyTest {
    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-26T12:10:00+01:00[Europe/Berlin]");
    private static final UploadLimit UP = new UploadLimit(5_000_000);
    private static final DownloadLimit DOWN = DownloadLimit.UNLIMITED;
    private static final AlternativeLimits SLOW =
            new AlternativeLimits(false, new UploadLimit(500_000), new DownloadLimit(600_000));

    private static Allowance allowance(SharingRules rules, Conditions now) {
        return SharingPolicy.allowance(rules, SharingPolicy.verdicts(rules, now), UP, DOWN);
    }

    private static DataUse used(long bytes, Optional<Long> allowance) {
        return new DataUse(
                LocalDate.of(2026, 11, 14),
                LocalDate.of(2026, 12, 14),
                bytes,
                bytes,
                0,
                50,
                allowance,
                Optional.empty());
    }

    /** Every combination of what rules can say with what can be the case: 3^4 levels, 3 x 3 x 2 x 3 conditions, 2 switches. */
    @Test
    void isTheStrictestOfAllThatHoldsInEveryCombination() {
        int looked = 0;
        for (SharingLevel onBattery : SharingLevel.values()) {
            for (SharingLevel onMetered : SharingLevel.values()) {
                for (SharingLevel whileRunning : SharingLevel.values()) {
                    for (SharingLevel week : SharingLevel.values()) {
                        for (boolean alternative : new boolean[] {false, true}) {
                            looked += everyCondition(new Case(onBattery, onMetered, whileRunning, week, alternative));
                        }
                    }
                }
            }
        }
        assertEquals(81 * 2 * 3 * 3 * 2 * 3, looked);
    }

    private record Case(
            SharingLevel onBattery,
            SharingLevel onMetered,
            SharingLevel whileRunning,
            SharingLevel week,
            boolean alternative) {
        SharingRules rules(DataCap cap) {
            return new SharingRules(
                    new AlternativeLimits(alternative, SLOW.upload(), SLOW.download()),
                    WeekPlan.ALWAYS_FULL.with(DayOfWeek.THURSDAY, 24, 25, week),
                    cap,
                    onBattery,
                    onMetered,
                    whileRunning,
                    List.of("game"),
                    SharingLevel.FULL,
                    SharingLevel.FULL,
                    SharingLevel.FULL,
                    SharingLevel.FULL,
                    List.of());
        }
    }

    private enum Data {
        NONE,
        TODAY_USED,
        ALL_USED
    }

    private static int everyCondition(Case rules) {
        int looked = 0;
        for (Power power : Power.values()) {
            for (Metered metered : Metered.values()) {
                for (List<String> running : List.of(List.<String>of(), List.of("game"))) {
                    for (Data data : Data.values()) {
                        check(rules, power, metered, running, data);
                        looked++;
                    }
                }
            }
        }
        return looked;
    }

    private static void check(Case rules, Power power, Metered metered, List<String> running, Data data) {
        var expected = new ArrayList<Verdict>();
        if (data == Data.ALL_USED) {
            expected.add(said(Rule.DATA_CAP, SharingLevel.PAUSED));
        }
        if (data != Data.NONE) {
            expected.add(said(Rule.DATA_PACE, SharingLevel.PAUSED));
        }
        if (metered == Metered.YES) {
            expected.add(said(Rule.ON_METERED, rules.onMetered()));
        }
        if (power == Power.BATTERY) {
            expected.add(said(Rule.ON_BATTERY, rules.onBattery()));
        }
        if (!running.isEmpty()) {
            expected.add(said(Rule.WHILE_RUNNING, rules.whileRunning()));
        }
        expected.add(said(Rule.WEEK, rules.week()));
        if (rules.alternative()) {
            expected.add(said(Rule.ALTERNATIVE, SharingLevel.LIMITED));
        }
        SharingLevel strictest = expected.stream()
                .map(Verdict::level)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        Optional<Rule> because = strictest == SharingLevel.FULL
                ? Optional.empty()
                : expected.stream()
                        .filter(verdict -> verdict.level() == strictest)
                        .map(Verdict::rule)
                        .findFirst();
        var cap = new DataCap(data == Data.NONE ? Optional.empty() : Optional.of(100L), DataCap.Counts.BOTH, 14, true);
        DataUse use = used(data == Data.ALL_USED ? 100 : 99, data == Data.NONE ? Optional.empty() : Optional.of(50L));
        Allowance got =
                allowance(rules.rules(cap), new Conditions(NOW, power, metered, running, Surroundings.UNKNOWN, use));
        String what = rules + " " + power + " " + metered + " " + running + " " + data;
        assertEquals(strictest, got.level(), what);
        assertEquals(because, got.because().map(Verdict::rule), what);
        assertEquals(
                switch (strictest) {
                    case FULL -> UP;
                    case LIMITED -> SLOW.upload();
                    case PAUSED -> new UploadLimit(0);
                },
                got.upload(),
                what);
        assertTrue(got.because().isPresent() || strictest == SharingLevel.FULL, what);
    }

    /** The same for who sits at the machine and what it is connected to: 3^4 levels, 3^3 x 3 conditions, beside a battery or none. */
    @Test
    void surroundingsCountLikeTheRestAndUnknownOnesForbidNothing() {
        int looked = 0;
        for (List<SharingLevel> levels : fourLevels()) {
            for (Told used : Told.values()) {
                for (Told fullScreen : Told.values()) {
                    for (Told vpn : Told.values()) {
                        for (Optional<List<String>> networks : NETWORKS) {
                            var around = new Surroundings(used, fullScreen, vpn, networks);
                            check(levels, around, Power.MAINS);
                            check(levels, around, Power.BATTERY);
                            looked++;
                        }
                    }
                }
            }
        }
        assertEquals(81 * 27 * 3, looked);
    }

    private static final List<Optional<List<String>>> NETWORKS =
            List.of(Optional.empty(), Optional.of(List.of("Café")), Optional.of(List.of("office", "Café")));

    private static List<List<SharingLevel>> fourLevels() {
        List<List<SharingLevel>> all = List.of(List.of());
        for (int rule = 0; rule < 4; rule++) {
            all = all.stream()
                    .flatMap(levels -> Stream.of(SharingLevel.values())
                            .map(level -> Stream.concat(levels.stream(), Stream.of(level))
                                    .toList()))
                    .toList();
        }
        return all;
    }

    private static void check(List<SharingLevel> levels, Surroundings around, Power power) {
        SharingRules rules = RulesChange.NOTHING
                .with(SharingRules.ON_VPN, levels.get(0))
                .with(SharingRules.ON_NETWORKS, levels.get(1))
                .with(SharingRules.NETWORKS, List.of("Office"))
                .with(SharingRules.WHILE_USED, levels.get(2))
                .with(SharingRules.WHILE_FULL_SCREEN, levels.get(3))
                .with(SharingRules.ON_BATTERY, SharingLevel.LIMITED)
                .on(SharingRules.USUAL);
        var expected = new ArrayList<Verdict>();
        if (around.vpn() == Told.YES) {
            expected.add(said(Rule.ON_VPN, levels.get(0)));
        }
        if (around.networks().filter(names -> names.contains("office")).isPresent()) {
            expected.add(said(Rule.ON_NETWORK, levels.get(1)));
        }
        if (power == Power.BATTERY) {
            expected.add(said(Rule.ON_BATTERY, SharingLevel.LIMITED));
        }
        if (around.used() == Told.YES) {
            expected.add(said(Rule.WHILE_USED, levels.get(2)));
        }
        if (around.fullScreen() == Told.YES) {
            expected.add(said(Rule.WHILE_FULL_SCREEN, levels.get(3)));
        }
        Optional<Verdict> because = expected.stream()
                .filter(verdict -> verdict.level() != SharingLevel.FULL)
                .max(Comparator.comparing(Verdict::level)
                        .thenComparing(Comparator.comparing(Verdict::rule).reversed()));
        var now = new Conditions(NOW, power, Metered.NO, List.of(), around, used(0, Optional.empty()));
        Allowance got = allowance(rules, now);
        String what = levels + " " + around + " " + power;
        assertEquals(because.map(Verdict::rule), got.because().map(Verdict::rule), what);
        assertEquals(because.map(Verdict::level).orElse(SharingLevel.FULL), got.level(), what);
    }

    private static Verdict said(Rule rule, SharingLevel level) {
        return new Verdict(rule, level, Optional.empty(), Optional.empty());
    }

    private static final Conditions CALM =
            new Conditions(NOW, Power.MAINS, Metered.NO, List.of(), Surroundings.UNKNOWN, used(0, Optional.empty()));

    @Test
    void saysWhenAnotherHalfHourBegins() {
        SharingRules rules = rules(WeekPlan.ALWAYS_FULL.with(DayOfWeek.THURSDAY, 24, 26, SharingLevel.PAUSED), SLOW);
        Verdict week = allowance(rules, CALM).because().orElseThrow();
        assertEquals(Optional.of(Instant.parse("2026-11-26T12:00:00Z")), week.until());
    }

    @Test
    void saysWhenTheMonthAndTheDayEnd() {
        SharingRules rules = new SharingRules(
                SLOW,
                WeekPlan.ALWAYS_FULL,
                new DataCap(Optional.of(100L), DataCap.Counts.BOTH, 14, true),
                SharingLevel.FULL,
                SharingLevel.FULL,
                SharingLevel.FULL,
                List.of(),
                SharingLevel.FULL,
                SharingLevel.FULL,
                SharingLevel.FULL,
                SharingLevel.FULL,
                List.of());
        var now = new Conditions(
                NOW, Power.MAINS, Metered.NO, List.of(), Surroundings.UNKNOWN, used(100, Optional.of(50L)));
        List<Verdict> verdicts = SharingPolicy.verdicts(rules, now);
        assertEquals(
                List.of(
                        Optional.of(Instant.parse("2026-12-13T23:00:00Z")),
                        Optional.of(Instant.parse("2026-11-26T23:00:00Z"))),
                verdicts.stream().map(Verdict::until).toList());
    }

    @Test
    void neverRaisesALimit() {
        var fast = new AlternativeLimits(true, UploadLimit.UNLIMITED, DownloadLimit.UNLIMITED);
        Allowance got = allowance(rules(WeekPlan.ALWAYS_FULL, fast), CALM);
        assertEquals(SharingLevel.LIMITED, got.level());
        assertEquals(UP, got.upload());
        assertEquals(DOWN, got.download());
    }

    @Test
    void namesTheProgramThatRuns() {
        SharingRules rules = new SharingRules(
                SLOW,
                WeekPlan.ALWAYS_FULL,
                DataCap.NONE,
                SharingLevel.FULL,
                SharingLevel.FULL,
                SharingLevel.LIMITED,
                List.of("game", "film"),
                SharingLevel.FULL,
                SharingLevel.FULL,
                SharingLevel.FULL,
                SharingLevel.FULL,
                List.of());
        var now = new Conditions(
                NOW, Power.MAINS, Metered.NO, List.of("film", "game"), Surroundings.UNKNOWN, used(0, Optional.empty()));
        assertEquals(
                Optional.of("film, game"),
                allowance(rules, now).because().orElseThrow().detail());
    }

    private static SharingRules rules(WeekPlan week, AlternativeLimits alternative) {
        return new SharingRules(
                alternative,
                week,
                DataCap.NONE,
                SharingLevel.PAUSED,
                SharingLevel.PAUSED,
                SharingLevel.PAUSED,
                List.of(),
                SharingLevel.FULL,
                SharingLevel.FULL,
                SharingLevel.FULL,
                SharingLevel.FULL,
                List.of());
    }
}
