package org.deploynet.desktop.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineSnapshot.Signaling.Link;
import org.deploynet.control.EngineState;
import org.deploynet.control.FillHours;
import org.deploynet.control.Reason;
import org.deploynet.control.Transfer;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.Verdict;
import org.deploynet.desktop.supervise.EngineCondition;
import org.deploynet.desktop.supervise.EngineEnd;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.Test;

final class ConditionWordsTest {
    private static final Instant NOW = Instant.parse("2026-11-21T14:05:20Z");
    private static final UploadLimit LIMIT = new UploadLimit(5_000_000);

    private static Headline say(EngineCondition condition, String language) {
        Texts texts = Texts.of(Locale.forLanguageTag(language));
        return new ConditionWords(texts, new Figures(texts, ZoneOffset.UTC)).of(condition, NOW);
    }

    private static Headline say(EngineCondition condition) {
        return say(condition, "en-GB");
    }

    private static EngineCondition running(
            EngineState state,
            Reason reason,
            Optional<Instant> until,
            int browsers,
            long rate,
            Optional<Instant> retry) {
        return running(
                new EngineSnapshot.Condition(state, reason, NOW, until),
                browsers,
                rate,
                retry,
                Allowance.full(LIMIT, DownloadLimit.UNLIMITED));
    }

    private static EngineCondition running(
            EngineSnapshot.Condition condition, int browsers, long rate, Optional<Instant> retry, Allowance allowance) {
        return new EngineCondition.Running(new EngineSnapshot(
                NOW,
                new EngineSnapshot.Engine("1", "desktop", 1, NOW, 0, 0),
                condition,
                new Transfer(rate, 0, 0),
                new Transfer(0, 0, 0),
                new EngineSnapshot.Browsers(browsers, 60),
                new EngineSnapshot.Credits(0, 0, 0, 0, Optional.empty(), Optional.empty(), 0, 0),
                new EngineSnapshot.Nat(NatClass.UNKNOWN),
                new EngineSnapshot.Cache(0, 1, 0, 0, 0, 0, 0),
                new EngineSnapshot.Signaling(Link.WAITING, Optional.empty(), Optional.empty(), Optional.empty(), retry),
                UploadChoice.of(LIMIT),
                Optional.empty(),
                allowance,
                new EngineSnapshot.Filling(DownloadLimit.UNLIMITED, FillHours.ANY_TIME),
                List.of(),
                List.of()));
    }

    private static EngineCondition sharing(int browsers, long rate) {
        return running(
                EngineState.SHARING, Reason.SERVING_BROWSERS, Optional.empty(), browsers, rate, Optional.empty());
    }

    private static EngineEnd end(EngineEnd.How how) {
        return new EngineEnd(how, NOW, "last words");
    }

    @Test
    void saysWithHowManyBrowsersAndHowFastItShares() {
        assertEquals(
                "Sharing with 1 browser at 780\u00a0kB/s",
                say(sharing(1, 780_000)).sentence());
        assertEquals(
                "Sharing with 12 browsers at 2.1\u00a0MB/s",
                say(sharing(12, 2_140_000)).sentence());
        assertEquals(
                "مشاركة مع متصفحين بسرعة 2.1\u00a0ميغابايت/ث",
                say(sharing(2, 2_140_000), "ar").sentence());
    }

    @Test
    void saysWhetherTheLimitHoldsItBack() {
        assertTrue(say(sharing(3, 2_000_000)).reason().startsWith("Nothing holds sharing back"));
        assertEquals(
                "Upload is at its limit of 5.0\u00a0MB/s (40\u00a0Mbit/s).",
                say(sharing(3, 4_900_000)).reason());
    }

    @Test
    void aTimedPauseCountsDown() {
        Headline paused = say(running(
                EngineState.PAUSED,
                Reason.PAUSED_BY_OWNER,
                Optional.of(NOW.plus(Duration.ofMinutes(119))),
                0,
                0,
                Optional.empty()));

        assertEquals(Tone.PAUSED, paused.tone());
        assertEquals("Paused for 1 h 59 min", paused.sentence());
        assertEquals("You paused sharing until 16:04.", paused.reason());
        assertTrue(paused.counting());
    }

    @Test
    void aRuleThatPausesIsTheReasonAndSaysUntilWhen() {
        Headline paused = say(running(
                EngineState.PAUSED,
                Reason.RULE_WEEK,
                Optional.of(NOW.plus(Duration.ofMinutes(355))),
                0,
                0,
                Optional.empty()));

        assertEquals("Paused for 5 h 55 min", paused.sentence());
        assertEquals("Your week plan pauses sharing at this hour. Sharing goes on from 20:00.", paused.reason());
    }

    @Test
    void aProgramThatPausesIsNamed() {
        var condition = new EngineSnapshot.Condition(
                EngineState.PAUSED, Reason.RULE_WHILE_RUNNING, NOW, Optional.empty(), Optional.of("obs"));
        Headline paused =
                say(running(condition, 0, 0, Optional.empty(), Allowance.full(LIMIT, DownloadLimit.UNLIMITED)));

        assertEquals("Paused", paused.sentence());
        assertEquals("A program that you listed is running. (obs)", paused.reason());
    }

    @Test
    void aRuleThatLimitsIsTheReasonAndIsAddedToOthers() {
        var limited = new Allowance(
                SharingLevel.LIMITED,
                Optional.of(new Verdict(
                        Rule.WEEK,
                        SharingLevel.LIMITED,
                        Optional.of(NOW.plus(Duration.ofMinutes(355))),
                        Optional.empty())),
                new UploadLimit(500_000),
                DownloadLimit.UNLIMITED);
        var sharing = new EngineSnapshot.Condition(EngineState.SHARING, Reason.SERVING_BROWSERS, NOW, Optional.empty());
        var idle = new EngineSnapshot.Condition(EngineState.IDLE, Reason.NO_DEMAND, NOW, Optional.empty());
        String words = "Limited to 500 kB/s (4 Mbit/s): your week plan says so, until 20:00.";

        assertEquals(
                words,
                say(running(sharing, 2, 400_000, Optional.empty(), limited)).reason());
        assertEquals(
                "No browser asks for what is kept here right now. " + words,
                say(running(idle, 0, 0, Optional.empty(), limited)).reason());
    }

    @Test
    void anEndlessPauseDoesNot() {
        Headline paused =
                say(running(EngineState.PAUSED, Reason.PAUSED_BY_OWNER, Optional.empty(), 0, 0, Optional.empty()));

        assertEquals("Paused", paused.sentence());
        assertEquals("You paused sharing until you resume it.", paused.reason());
        assertFalse(paused.counting());
    }

    @Test
    void anUnreachableNetworkSaysWhenItIsTriedAgain() {
        Headline away = say(running(
                EngineState.PROBLEM,
                Reason.SIGNALING_UNREACHABLE,
                Optional.empty(),
                0,
                0,
                Optional.of(NOW.plusSeconds(27))));

        assertEquals("Not sharing", away.sentence());
        assertEquals("The network cannot be reached. Trying again in 27 s.", away.reason());
    }

    @Test
    void everyReasonStandsBesideEveryState() {
        for (String language : List.of("en", "de", "ar")) {
            for (EngineState state : EngineState.values()) {
                for (Reason reason : Reason.values()) {
                    Headline said = say(running(state, reason, Optional.empty(), 3, 1, Optional.empty()), language);
                    assertFalse(said.sentence().isBlank() || said.reason().isBlank());
                }
            }
        }
    }

    @Test
    void anEndIsSaidInWordsWithACountdown() {
        Headline killed = say(new EngineCondition.Restarting(end(new EngineEnd.How.Killed(9)), 2, NOW.plusSeconds(5)));

        assertEquals(Tone.PROBLEM, killed.tone());
        assertEquals("Interrupted, starting again in 5 s", killed.sentence());
        assertEquals("Something on this computer ended the engine (signal 9).", killed.reason());
        assertEquals("last words", killed.details());
    }

    @Test
    void everyEndHasItsWords() {
        assertEquals("The engine crashed (signal 11).", reasonOf(new EngineEnd.How.Killed(11)));
        assertEquals("The engine cannot use its cache folder.", reasonOf(new EngineEnd.How.Exited(5)));
        assertEquals("The engine ended unexpectedly (exit code 1).", reasonOf(new EngineEnd.How.Exited(1)));
        assertEquals("The engine starts afresh to give memory back.", reasonOf(new EngineEnd.How.Exited(7)));
        assertEquals("The engine could not be started.", reasonOf(new EngineEnd.How.Failed()));
        assertEquals("The engine, which another program had started, is gone.", reasonOf(new EngineEnd.How.Gone()));
    }

    private static String reasonOf(EngineEnd.How how) {
        return say(new EngineCondition.GivenUp(end(how), NOW)).reason();
    }
}
