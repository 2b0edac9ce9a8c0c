package org.deploynet.command;

import static org.deploynet.command.Samples.NOW;
import static org.deploynet.command.Samples.condition;
import static org.deploynet.command.Samples.following;
import static org.deploynet.command.Samples.report;
import static org.deploynet.command.Samples.snapshot;
import static org.deploynet.command.Samples.verdict;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineState;
import org.deploynet.control.Reason;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.DataCap;
import org.deploynet.control.sharing.DataUse;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.control.sharing.SharingReport.Metered;
import org.deploynet.control.sharing.SharingReport.Power;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.Surroundings;
import org.deploynet.control.sharing.Surroundings.Told;
import org.deploynet.control.sharing.Verdict;
import org.deploynet.control.sharing.WeekPlan;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.Test;

/** What the rules say in words, for conditions that no test machine is in. */
final class SharingSentencesTest {
    private static final Texts TEXTS = Texts.of(Locale.US);
    private static final NowSentences WORDS = new NowSentences(TEXTS, Locale.US, ZoneOffset.UTC);
    private static final EngineSnapshot.Condition SHARING =
            condition(EngineState.SHARING, Reason.SERVING_BROWSERS, Optional.empty());
    private static final EngineSnapshot.Condition BY_HAND =
            condition(EngineState.PAUSED, Reason.PAUSED_BY_OWNER, Optional.of(NOW.plusSeconds(7_200)));
    private static final Verdict ON_BATTERY = verdict(Rule.ON_BATTERY, SharingLevel.PAUSED);
    private static final Verdict WEEK =
            new Verdict(Rule.WEEK, SharingLevel.LIMITED, Optional.of(NOW.plusSeconds(28_800)), Optional.empty());

    private static List<String> plain(List<String> lines) {
        return lines.stream().map(line -> line.replace('\u202f', ' ')).toList();
    }

    private static List<String> now(EngineSnapshot.Condition condition, Verdict... verdicts) {
        SharingReport report = report(SharingRules.USUAL, Power.MAINS, Metered.NO, verdicts);
        return plain(WORDS.of(new Sharing(snapshot(condition, report.now()), report)));
    }

    private static List<String> status(EngineSnapshot.Condition condition, Allowance allowance) {
        List<String> lines =
                plain(new StatusSentences(TEXTS, Locale.US, ZoneOffset.UTC).of(snapshot(condition, allowance)));
        return lines.stream().takeWhile(line -> !line.startsWith("Upload now")).toList();
    }

    @Test
    void theAutomaticLimitSaysWhatItFollowsFromAndHowOftenItGaveWay() {
        var words = new LimitSentences(TEXTS, Locale.US);
        assertEquals(
                "Automatic upload limit: at most 2.0 MB/s (16 Mbit/s) now. The line is not measured yet."
                        + " It has not stepped aside for others today.",
                words.upload(automatic(Optional.empty(), 0)));
        assertEquals(
                "Automatic upload limit: at most 2.0 MB/s (16 Mbit/s) now. That follows from a line measured at"
                        + " 5.0 MB/s (40 Mbit/s). It has stepped aside for others once today.",
                words.upload(automatic(Optional.of(5_000_000L), 1)));
        assertEquals("Upload limit 2.0 MB/s (16 Mbit/s).", words.upload(snapshot()));
    }

    private static EngineSnapshot automatic(Optional<Long> measured, int aside) {
        return Samples.snapshot(
                UploadChoice.AUTOMATIC,
                Optional.of(new EngineSnapshot.Automatic(new UploadLimit(2_000_000), measured, aside, false)),
                SHARING,
                Samples.FULL);
    }

    @Test
    void nowIsFullOrWhatARuleSaysWithItsReasonAndEnd() {
        assertEquals(List.of("Right now: full; upload 2.0 MB/s (16 Mbit/s), download without limit."), now(SHARING));
        assertEquals(
                List.of("Right now: limited, because your week plan says so; upload 500 kB/s (4 Mbit/s), "
                        + "download 500 kB/s (4 Mbit/s). Until 11/21/26, 6:00 PM, in 8 h 0 min."),
                now(SHARING, WEEK));
        assertEquals(
                List.of("Right now: paused, because a listed program is running (vlc)."),
                now(
                        SHARING,
                        new Verdict(Rule.WHILE_RUNNING, SharingLevel.PAUSED, Optional.empty(), Optional.of("vlc"))));
    }

    @Test
    void aPauseByHandIsSaidFirstAndTheRulesBesides() {
        String byHand = "Right now: You paused sharing. Until 11/21/26, 12:00 PM, in 2 h 0 min.";

        assertEquals(List.of(byHand), now(BY_HAND));
        assertEquals(
                List.of(byHand, "Your rules besides: paused, because this computer runs on battery."),
                now(BY_HAND, ON_BATTERY));
    }

    @Test
    void statusSaysWhichRulePausesOrLimits() {
        assertEquals(
                List.of("Paused. The month’s data are used up. Until 11/22/26, 10:00 AM, in 24 h 0 min."),
                status(
                        condition(EngineState.PAUSED, Reason.RULE_DATA_CAP, Optional.of(NOW.plusSeconds(86_400))),
                        following(verdict(Rule.DATA_CAP, SharingLevel.PAUSED))));
        assertEquals(
                List.of(
                        "Sharing. Browsers are being served.",
                        "Right now: limited, because your week plan says so; upload 500 kB/s (4 Mbit/s), "
                                + "download 500 kB/s (4 Mbit/s). Until 11/21/26, 6:00 PM, in 8 h 0 min."),
                status(SHARING, following(WEEK)));
        assertEquals(List.of("Sharing. Browsers are being served."), status(SHARING, Samples.FULL));
        assertEquals(
                List.of(
                        "Paused. You paused sharing. Until 11/21/26, 12:00 PM, in 2 h 0 min.",
                        "Your rules besides: paused, because this computer runs on battery."),
                status(BY_HAND, following(ON_BATTERY)));
        assertEquals(
                List.of("Paused. A program that you listed is running. Running: vlc."),
                status(
                        new EngineSnapshot.Condition(
                                EngineState.PAUSED,
                                Reason.RULE_WHILE_RUNNING,
                                NOW,
                                Optional.empty(),
                                Optional.of("vlc")),
                        following(verdict(Rule.WHILE_RUNNING, SharingLevel.PAUSED))));
    }

    @Test
    void theGridMarksThisHalfHourAndNamesTheNextChange() {
        WeekPlan plan = WeekWords.with(
                WeekPlan.ALWAYS_FULL, WeekWords.days("weekend"), WeekWords.hours("08:00-18:00"), SharingLevel.LIMITED);
        SharingReport report = report(
                RulesChange.NOTHING.with(SharingRules.WEEK, plan).on(SharingRules.USUAL),
                Power.MAINS,
                Metered.NO,
                WEEK);

        assertEquals("""
                      0   2   4   6   8   10  12  14  16  18  20  22  24
                Mon   FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
                Tue   FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
                Wed   FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
                Thu   FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
                Fri   FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF
                Sat > FFFFFFFFFFFFFFFFLLLLLLLLLLLLLLLLLLLLFFFFFFFFFFFF
                Sun   FFFFFFFFFFFFFFFFLLLLLLLLLLLLLLLLLLLLFFFFFFFFFFFF
                                          ^
                F full, L limited (the alternative limits), P paused. > and ^ mark this half hour.
                The plan says: limited. Until 11/21/26, 6:00 PM, in 8 h 0 min. Then full.""", String.join("\n", plain(new WeekSentences(TEXTS, WORDS).of(report))));
    }

    @Test
    void theMarkIsWhereTheOwnersClockIs() {
        var tokyo = new NowSentences(TEXTS, Locale.US, ZoneId.of("Asia/Tokyo"));
        List<String> lines = new WeekSentences(TEXTS, tokyo).of(report(SharingRules.USUAL, Power.MAINS, Metered.NO));

        assertEquals(" ".repeat(6 + 2 * 19) + "^", lines.get(8));
        assertEquals("The plan says: full at any hour.", lines.getLast());
    }

    @Test
    void theMonthIsCapUseTodayAndForecast() {
        var cap = new DataCap(Optional.of(250_000_000_000L), DataCap.Counts.BOTH, 14, true);

        assertEquals(
                List.of(
                        "Data cap 250 GB a month, of upload and download; the month begins on day 14."
                                + " Each day may have an equal part of what is left.",
                        "Used 12.5 GB of 250 GB (5%) since Nov 14, 2026: upload 10.0 GB, download 2.5 GB."
                                + " 237.5 GB are left until Dec 14, 2026.",
                        "Today 1.5 GB of 9.9 GB.",
                        "At the pace so far the month would end at 53.6 GB."),
                new DataSentences(TEXTS, Locale.US).of(cap, Samples.DATA));
    }

    @Test
    void aCapOfNothingIsUsedUpAndNoCapHasNoShare() {
        var use =
                new DataUse(Samples.DATA.from(), Samples.DATA.until(), 0, 0, 0, 0, Optional.empty(), Optional.empty());
        var sentences = new DataSentences(TEXTS, Locale.US);

        assertEquals(
                "Used 0 B of 0 B (100%) since Nov 14, 2026: upload 0 B, download 0 B."
                        + " 0 B are left until Dec 14, 2026.",
                sentences
                        .of(new DataCap(Optional.of(0L), DataCap.Counts.UP, 14, false), use)
                        .get(1));
        assertEquals(
                List.of(
                        "No data cap. One would count upload and download, in months that begin on day 1.",
                        "Since Nov 14, 2026: upload 0 B, download 0 B. Counted anew from Dec 14, 2026.",
                        "Today 0 B.",
                        "No forecast on the month’s first day."),
                sentences.of(DataCap.NONE, use));
    }

    private static SharingRules rules(SharingLevel level, String... programs) {
        return RulesChange.NOTHING
                .with(SharingRules.ON_BATTERY, level)
                .with(SharingRules.ON_METERED, level)
                .with(SharingRules.WHILE_RUNNING, level)
                .with(SharingRules.APPLICATIONS, List.of(programs))
                .on(SharingRules.USUAL);
    }

    /** Of power, line and programs. */
    private static List<String> when(SharingReport report) {
        List<String> lines = new WhenSentences(TEXTS, WORDS).of(report);
        return List.of(lines.get(0), lines.get(1), lines.get(6));
    }

    /** Of networks and of who uses the machine. */
    private static List<String> around(SharingRules rules, Surroundings around, Verdict... verdicts) {
        SharingReport plain = report(rules, Power.MAINS, Metered.NO, verdicts);
        var report = new SharingReport(
                plain.at(),
                rules,
                plain.now(),
                plain.verdicts(),
                plain.data(),
                plain.power(),
                plain.metered(),
                plain.running(),
                around);
        return new WhenSentences(TEXTS, WORDS).of(report).subList(2, 6);
    }

    @Test
    void networksAndWhoUsesTheMachineAreSaidAsFarAsTheyAreTold() {
        SharingRules rules = RulesChange.NOTHING
                .with(SharingRules.ON_VPN, SharingLevel.LIMITED)
                .with(SharingRules.NETWORKS, List.of("Office"))
                .with(SharingRules.WHILE_USED, SharingLevel.PAUSED)
                .on(SharingRules.USUAL);
        assertEquals(
                List.of(
                        "While a VPN is connected: limited. None is connected, so this rule holds nothing back.",
                        "On listed networks: paused. Listed: Office. Connected: Wired, office, so sharing is paused.",
                        "While somebody uses this machine: paused. Nobody does, so this rule holds nothing back.",
                        "While a program fills the screen: full. It makes no difference, so it is not looked at."),
                around(
                        rules,
                        new Surroundings(Told.NO, Told.UNKNOWN, Told.NO, Optional.of(List.of("Wired", "office"))),
                        verdict(Rule.ON_NETWORK, SharingLevel.PAUSED)));
        assertEquals(
                List.of(
                        "While a VPN is connected: limited. This machine does not tell, which forbids nothing.",
                        "On listed networks: paused. Listed: Office. This machine does not tell its networks,"
                                + " which forbids nothing.",
                        "While somebody uses this machine: paused. This machine does not tell, which forbids nothing.",
                        "While a program fills the screen: full. It makes no difference, so it is not looked at."),
                around(rules, Surroundings.UNKNOWN));
    }

    @Test
    void eachRuleSaysWhatTheMachineSaysAndWhatFollows() {
        assertEquals(
                List.of(
                        "On battery: limited. This machine runs on battery, so sharing is limited.",
                        "On metered networks: limited. This network is metered, so sharing is limited.",
                        "While listed programs run: limited. Listed: steam, vlc. Running: vlc, so sharing is limited."),
                when(report(
                        rules(SharingLevel.LIMITED, "vlc", "steam"),
                        Power.BATTERY,
                        Metered.YES,
                        List.of("vlc"),
                        verdict(Rule.ON_METERED, SharingLevel.LIMITED),
                        verdict(Rule.ON_BATTERY, SharingLevel.LIMITED),
                        verdict(Rule.WHILE_RUNNING, SharingLevel.LIMITED))));
        assertEquals(
                List.of(
                        "On battery: paused. This machine runs on mains power, so this rule holds nothing back.",
                        "On metered networks: paused. This network is not metered, so this rule holds nothing back.",
                        "While listed programs run: paused. Listed: vlc. None of them runs,"
                                + " so this rule holds nothing back."),
                when(report(rules(SharingLevel.PAUSED, "vlc"), Power.MAINS, Metered.NO)));
    }

    @Test
    void whatCannotBeToldForbidsNothingAndWhatIsFullChangesNothing() {
        assertEquals(
                List.of(
                        "On battery: paused. This machine does not tell what feeds it, which forbids nothing.",
                        "On metered networks: paused. This machine does not tell whether its network is metered,"
                                + " which forbids nothing.",
                        "While listed programs run: paused. No program is listed."),
                when(report(rules(SharingLevel.PAUSED), Power.UNKNOWN, Metered.UNKNOWN)));
        assertEquals(
                List.of(
                        "On battery: full. This machine runs on battery, which changes nothing.",
                        "On metered networks: full. It makes no difference whether the network is metered.",
                        "While listed programs run: full. Listed: vlc. Running: vlc, which changes nothing."),
                when(report(rules(SharingLevel.FULL, "vlc"), Power.BATTERY, Metered.UNKNOWN, List.of("vlc"))));
    }

    @Test
    void statusSaysWhenAnotherSuperPeerOfTheAddressIsPaid() {
        var sentences = new StatusSentences(TEXTS, Locale.US, ZoneOffset.UTC);
        String said = TEXTS.get("engine.earnings.shares-address");
        EngineSnapshot paid = Samples.joined("5f1c".repeat(10));
        assertFalse(sentences.of(paid).contains(said));
        assertTrue(sentences.of(Samples.unpaid(paid)).contains(said));
    }
}
