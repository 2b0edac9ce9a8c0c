package org.deploynet.desktop.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.deploynet.control.EngineEvent;
import org.deploynet.control.EngineSnapshot.Condition;
import org.deploynet.control.EngineState;
import org.deploynet.control.Reason;
import org.deploynet.control.sharing.DataUse;
import org.deploynet.control.sharing.SharingReport;
import org.deploynet.desktop.view.LimitsFigures.Warning;
import org.deploynet.desktop.window.SampleConditions;
import org.deploynet.desktop.window.SampleSharing;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitsFiguresTest {
    private static final Texts TEXTS = Texts.of(Locale.UK);
    private static final Figures FIGURES = new Figures(TEXTS, ZoneOffset.UTC);
    private static final Instant NOW = SampleConditions.NOW;
    private static final long GB = 1_000_000_000;

    private static SharingReport sample(String name) {
        return Objects.requireNonNull(SampleSharing.all().get(name)).orElseThrow();
    }

    private static Headline say(String name, Reason reason) {
        var condition = new Condition(EngineState.IDLE, reason, NOW, Optional.empty());
        return new AllowanceWords(TEXTS, FIGURES).headline(sample(name), condition);
    }

    @Test
    void aRuleThatEndsIsFollowedByWhatTheOthersSayThen() {
        Headline limited = say("limits-limited", Reason.NO_DEMAND);

        assertEquals(Tone.IDLE, limited.tone());
        assertEquals(
                "Limited: upload 1.3\u00a0MB/s (10\u00a0Mbit/s), download 2.5\u00a0MB/s (20\u00a0Mbit/s)",
                limited.sentence());
        assertTrue(limited.reason().endsWith("right now your week plan says so. Paused from 20:00."), limited.reason());
    }

    @Test
    void aCapThatEndsLeavesTheWeekPlan() {
        Headline capped = say("limits-capped", Reason.RULE_DATA_CAP);

        assertEquals("Paused by your rules", capped.sentence());
        assertTrue(capped.reason().endsWith("the month’s data are used up. Full from 14 Dec, 00:00."), capped.reason());
    }

    @Test
    void aRuleWithoutAnEndNamesWhatItIsAbout() {
        assertTrue(say("limits-paused", Reason.RULE_WHILE_RUNNING)
                .reason()
                .endsWith("right now a listed program is running (obs)."));
    }

    @Test
    void aPauseByHandIsSaidOnTopOfTheRules() {
        assertTrue(say("limits-new", Reason.PAUSED_BY_OWNER)
                .reason()
                .endsWith("none of them holds anything back. You have paused sharing by hand on top of that."));
    }

    @ParameterizedTest
    @CsvSource({"399, FAR", "400, NEAR", "474, NEAR", "475, CLOSE", "500, CLOSE", "501, CLOSE"})
    void warnsFromEightyAndFromNinetyFivePercent(long gigabytes, Warning warning) {
        LimitsFigures.Data data = data(gigabytes * GB, 0, List.of());

        assertEquals(warning, data.warning());
        assertTrue(data.earlier() + data.today() <= 1);
    }

    @Test
    void todaysPartIsTheEndOfWhatWasUsed() {
        LimitsFigures.Data data = data(200 * GB, 50 * GB, List.of());

        assertEquals(0.3, data.earlier(), 1e-9);
        assertEquals(0.1, data.today(), 1e-9);
        assertEquals(
                "200.0\u00a0GB of 500\u00a0GB used since 14 Nov, 40%.",
                data.lines().getFirst());
    }

    @Test
    void aDamagedBookIsDoubted() {
        assertEquals(Optional.empty(), data(GB, 0, List.of()).doubt());
        assertEquals(
                Optional.of("The count was damaged and may be too low."),
                data(GB, 0, List.of(new EngineEvent.DataBookDamaged(NOW, "line.log.damaged-1")))
                        .doubt());
    }

    @Test
    void theOwnersWeekBeginsOnItsFirstDay() {
        assertEquals(DayOfWeek.MONDAY, new WeekWords(TEXTS, FIGURES).days().getFirst());
        Texts american = Texts.of(Locale.US);
        var words = new WeekWords(american, new Figures(american, ZoneOffset.UTC));
        assertEquals(DayOfWeek.SUNDAY, words.days().getFirst());
        assertEquals("3\u202fPM", words.hour(30));
    }

    private static LimitsFigures.Data data(long used, long today, List<EngineEvent> events) {
        SharingReport report = SampleSharing.planned();
        DataUse use = report.data();
        var other = new DataUse(
                use.from(), use.until(), used, used, 0, today, use.todayAllowanceBytes(), use.forecastBytes());
        return new DataWords(TEXTS, FIGURES)
                .of(
                        new SharingReport(
                                report.at(),
                                report.rules(),
                                report.now(),
                                report.verdicts(),
                                other,
                                report.power(),
                                report.metered(),
                                report.running(),
                                report.around()),
                        events);
    }
}
