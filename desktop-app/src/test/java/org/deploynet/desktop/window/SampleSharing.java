package org.deploynet.desktop.window;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.control.BrowserConnection;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.LinkPath;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.AlternativeLimits;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.DataUse;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sharing.SharingReport.Metered;
import org.deploynet.control.sharing.SharingReport.Power;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.Surroundings;
import org.deploynet.control.sharing.Surroundings.Told;
import org.deploynet.control.sharing.Verdict;
import org.deploynet.control.sharing.WeekPlan;

/** What the owner's rules say as the window meets it, for pictures and for tests of its looks; all of one instant, a Saturday. */
public final class SampleSharing {
    private static final Instant NOW = SampleConditions.NOW;
    private static final long GB = 1_000_000_000;
    private static final UploadLimit UPLOAD = new UploadLimit(5_000_000);
    private static final AlternativeLimits ALTERNATIVE =
            new AlternativeLimits(false, new UploadLimit(1_250_000), new DownloadLimit(2_500_000));
    private static final Instant EIGHT =
            LocalDate.of(2026, 11, 21).atTime(LocalTime.of(20, 0)).toInstant(ZoneOffset.UTC);

    private SampleSharing() {}

    /** Each by a name that is good for a file; without a report the engine does not answer. */
    public static Map<String, Optional<SharingReport>> all() {
        var reports = new LinkedHashMap<String, Optional<SharingReport>>();
        reports.put("limits", Optional.of(planned()));
        reports.put("limits-new", Optional.of(usual()));
        reports.put("limits-capped", Optional.of(capped()));
        reports.put("limits-near-cap", Optional.of(used(420 * GB)));
        reports.put("limits-paused", Optional.of(paused()));
        reports.put("limits-limited", Optional.of(limited()));
        reports.put("limits-silent", Optional.empty());
        return reports;
    }

    /** Nobody changed anything yet. */
    public static SharingReport usual() {
        return new SharingReport(
                NOW,
                SharingRules.USUAL,
                Allowance.full(UPLOAD, DownloadLimit.UNLIMITED),
                List.of(),
                new DataUse(
                        LocalDate.of(2026, 11, 1),
                        LocalDate.of(2026, 12, 1),
                        0,
                        0,
                        0,
                        0,
                        Optional.empty(),
                        Optional.empty()),
                Power.UNKNOWN,
                Metered.UNKNOWN,
                List.of(),
                Surroundings.UNKNOWN);
    }

    /** A week plan, a cap with room, a few programs. */
    public static SharingReport planned() {
        return used(212 * GB);
    }

    /** The same with another week. */
    public static SharingReport of(WeekPlan week) {
        SharingReport report = planned();
        SharingRules rules = report.rules();
        return new SharingReport(
                NOW.plus(Duration.ofSeconds(2)),
                new SharingRules(
                        rules.alternative(),
                        week,
                        rules.dataCap(),
                        rules.onBattery(),
                        rules.onMetered(),
                        rules.whileRunning(),
                        rules.applications(),
                        rules.whileUsed(),
                        rules.whileFullScreen(),
                        rules.onVpn(),
                        rules.onNetworks(),
                        rules.networks()),
                report.now(),
                report.verdicts(),
                report.data(),
                report.power(),
                report.metered(),
                report.running(),
                report.around());
    }

    /** Full now, limited while people work, paused in the evening. */
    public static WeekPlan week() {
        WeekPlan plan = WeekPlan.ALWAYS_FULL;
        for (DayOfWeek day : EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)) {
            plan = plan.with(day, 16, 36, SharingLevel.LIMITED).with(day, 39, 45, SharingLevel.PAUSED);
        }
        for (DayOfWeek day : EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)) {
            plan = plan.with(day, 40, 46, SharingLevel.LIMITED);
        }
        return plan;
    }

    private static SharingReport used(long bytes) {
        var full = new Verdict(Rule.WEEK, SharingLevel.FULL, Optional.of(EIGHT), Optional.empty());
        return report(week(), Allowance.full(UPLOAD, DownloadLimit.UNLIMITED), List.of(full), bytes);
    }

    private static SharingReport capped() {
        Instant until = LocalDate.of(2026, 12, 14).atStartOfDay().toInstant(ZoneOffset.UTC);
        return paused(new Verdict(Rule.DATA_CAP, SharingLevel.PAUSED, Optional.of(until), Optional.empty()), 500 * GB);
    }

    private static SharingReport paused() {
        return paused(
                new Verdict(Rule.WHILE_RUNNING, SharingLevel.PAUSED, Optional.empty(), Optional.of("obs")), 212 * GB);
    }

    private static SharingReport paused(Verdict why, long bytes) {
        var now = new Allowance(SharingLevel.PAUSED, Optional.of(why), new UploadLimit(0), new DownloadLimit(0));
        return report(week(), now, List.of(why), bytes);
    }

    private static SharingReport limited() {
        WeekPlan week = week().with(DayOfWeek.SATURDAY, 20, 40, SharingLevel.LIMITED)
                .with(DayOfWeek.SATURDAY, 40, 46, SharingLevel.PAUSED);
        var why = new Verdict(Rule.WEEK, SharingLevel.LIMITED, Optional.of(EIGHT), Optional.empty());
        return report(
                week,
                new Allowance(SharingLevel.LIMITED, Optional.of(why), ALTERNATIVE.upload(), ALTERNATIVE.download()),
                List.of(why),
                480 * GB);
    }

    private static SharingReport report(WeekPlan week, Allowance now, List<Verdict> verdicts, long bytes) {
        boolean runs =
                now.because().filter(why -> why.rule() == Rule.WHILE_RUNNING).isPresent();
        return new SharingReport(
                NOW,
                new SharingRules(
                        ALTERNATIVE,
                        week,
                        new DataCap(Optional.of(500 * GB), DataCap.Counts.BOTH, 14, true),
                        SharingLevel.PAUSED,
                        SharingLevel.PAUSED,
                        SharingLevel.LIMITED,
                        List.of("obs", "steam", "zoom"),
                        SharingLevel.FULL,
                        SharingLevel.LIMITED,
                        SharingLevel.FULL,
                        SharingLevel.PAUSED,
                        List.of("Office", "Train")),
                now,
                verdicts,
                new DataUse(
                        LocalDate.of(2026, 11, 14),
                        LocalDate.of(2026, 12, 14),
                        bytes,
                        bytes * 3 / 4,
                        bytes / 4,
                        9_400_000_000L,
                        Optional.of(12_500_000_000L),
                        Optional.of(bytes * 23 / 10)),
                Power.MAINS,
                Metered.NO,
                runs ? List.of("obs") : List.of(),
                new Surroundings(Told.UNKNOWN, Told.NO, Told.NO, Optional.of(List.of("Home"))));
    }

    /** Browsers as they are served, the longest connected first. */
    public static List<BrowserConnection> browsers() {
        return List.of(
                browser("c1", "aa", 5_400, 812_000_000, 1_120_000, 14, false, LinkPath.DIRECT),
                browser("c2", "bb", 912, 96_400_000, 640_000, 6, false, LinkPath.RELAYED),
                browser("c3", "aa", 340, 41_000_000, 0, 0, true, LinkPath.DIRECT),
                browser("c4", "cc", 12, 3_200_000, 380_000, 22, false, LinkPath.DIRECT),
                browser("c5", "0123456789abcdef", 2, 16_384, 0, 1, false, LinkPath.UNKNOWN));
    }

    /** The same a little later: one left, one is faster. */
    public static List<BrowserConnection> browsersLater() {
        return List.of(
                browser("c1", "aa", 5_402, 814_000_000, 900_000, 12, false, LinkPath.DIRECT),
                browser("c3", "aa", 342, 43_000_000, 2_000_000, 4, false, LinkPath.DIRECT),
                browser("c4", "cc", 14, 4_200_000, 380_000, 22, false, LinkPath.DIRECT));
    }

    private static BrowserConnection browser(
            String id, String site, long seconds, long sent, long rate, int wants, boolean owes, LinkPath path) {
        return new BrowserConnection(id, site, NOW.minusSeconds(seconds), sent, rate, wants, owes, path);
    }
}
