package org.deploynet.engine.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.deploynet.control.DownloadLimit;
import org.deploynet.control.EngineState;
import org.deploynet.control.Reason;
import org.deploynet.control.UploadLimit;
import org.deploynet.control.identity.KeyTrouble;
import org.deploynet.control.reputation.Reputation;
import org.deploynet.control.sharing.Allowance;
import org.deploynet.control.sharing.Rule;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.Verdict;
import org.deploynet.engine.control.OwnerWish;
import org.deploynet.engine.fill.FillGate.Held;
import org.deploynet.engine.rendezvous.SignalingStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionRulesTest {
    private static final Instant OPENS = Instant.parse("2026-11-25T22:00:00Z");

    private static final Allowance FULL = Allowance.full(UploadLimit.UNLIMITED, DownloadLimit.UNLIMITED);

    private static ConditionRules.Verdict idle(Optional<Held> held) {
        var connected = new SignalingStatus(SignalingStatus.Phase.CONNECTED, Optional.empty(), Optional.empty());
        return ConditionRules.of(new ConditionRules.Facts(
                new OwnerWish.Share(), FULL, Optional.of(connected), 0, 1, true, held, Optional.empty(), false));
    }

    @Test
    void saysThatItWaitsForTheHoursAndUntilWhen() {
        var held = new Held(Held.Why.OUTSIDE_HOURS, Optional.of(OPENS));
        assertEquals(
                new ConditionRules.Verdict(EngineState.IDLE, Reason.OUTSIDE_FILL_HOURS, Optional.of(OPENS)),
                idle(Optional.of(held)));
    }

    @ParameterizedTest
    @EnumSource(value = Rule.class, mode = EnumSource.Mode.EXCLUDE, names = "ALTERNATIVE")
    void namesTheRuleThatPausesAndUntilWhen(Rule rule) {
        var because = new Verdict(rule, SharingLevel.PAUSED, Optional.of(OPENS), Optional.of("game"));
        var paused = new Allowance(SharingLevel.PAUSED, Optional.of(because), new UploadLimit(0), new DownloadLimit(0));
        ConditionRules.Verdict verdict = verdict(new OwnerWish.Share(), paused);
        assertEquals(EngineState.PAUSED, verdict.state());
        assertEquals("RULE_" + rule, verdict.reason().name());
        assertEquals(Optional.of(OPENS), verdict.until());
        assertEquals(Optional.of("game"), verdict.detail());
        // What the owner did by hand is what he expects to read.
        assertEquals(
                Reason.PAUSED_BY_OWNER,
                verdict(new OwnerWish.Pause(Optional.empty()), paused).reason());
    }

    private static ConditionRules.Verdict verdict(OwnerWish wish, Allowance allowance) {
        return ConditionRules.of(new ConditionRules.Facts(
                wish, allowance, Optional.empty(), 1, 1, true, Optional.empty(), Optional.empty(), false));
    }

    @ParameterizedTest
    @CsvSource({"LOCKED, KEY_LOCKED", "AWAY, KEYCHAIN_AWAY", "GONE, KEY_GONE"})
    void saysWhyTheKeyCannotBeHadAndWhenItIsTriedAgain(KeyTrouble trouble, Reason expected) {
        var waiting = new SignalingStatus(SignalingStatus.Phase.NO_KEY, Optional.of("why"), Optional.of(OPENS));
        var facts = new ConditionRules.Facts(
                new OwnerWish.Share(),
                FULL,
                Optional.of(waiting),
                0,
                1,
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.of(trouble),
                Optional.empty());
        assertEquals(
                new ConditionRules.Verdict(EngineState.PROBLEM, expected, Optional.of(OPENS)),
                ConditionRules.of(facts));
    }

    @Test
    void ledgerThatChangedIsAProblemAlsoWhileBrowsersAreServed() {
        var facts = new ConditionRules.Facts(
                new OwnerWish.Share(), FULL, Optional.empty(), 3, 1, false, Optional.empty(), Optional.empty(), true);
        assertEquals(
                new ConditionRules.Verdict(EngineState.PROBLEM, Reason.LEDGER_CHANGED, Optional.empty()),
                ConditionRules.of(facts));
    }

    private static ConditionRules.Verdict quiet(Reputation.Standing standing, int browsers) {
        var connected = new SignalingStatus(SignalingStatus.Phase.CONNECTED, Optional.empty(), Optional.empty());
        var word = new Reputation(
                OPENS,
                standing,
                0,
                new Reputation.Facts(0, 0, 0, 0, 0, 0, 0, 0, Optional.empty()),
                new Reputation.Points(0, 0, 0, 0, 0),
                Optional.of(OPENS),
                Optional.empty());
        return ConditionRules.of(new ConditionRules.Facts(
                new OwnerWish.Share(),
                FULL,
                Optional.of(connected),
                browsers,
                1,
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.of(word)));
    }

    @Test
    void saysThatFewComeBecauseOfTheNetworksWord() {
        assertEquals(
                new ConditionRules.Verdict(EngineState.IDLE, Reason.ON_PROBATION, Optional.empty()),
                quiet(Reputation.Standing.PROBATION, 0));
        assertEquals(
                new ConditionRules.Verdict(EngineState.PROBLEM, Reason.DEMOTED, Optional.of(OPENS)),
                quiet(Reputation.Standing.DEMOTED, 0));
        assertEquals(Reason.NO_DEMAND, quiet(Reputation.Standing.GOOD, 0).reason());
        assertEquals(
                Reason.SERVING_BROWSERS, quiet(Reputation.Standing.PROBATION, 1).reason());
    }

    @Test
    void saysThatNothingMayBeFetched() {
        assertEquals(
                Reason.NO_DOWNLOADS,
                idle(Optional.of(new Held(Held.Why.NO_DOWNLOADS, Optional.empty())))
                        .reason());
        assertEquals(Reason.FILLING_CACHE, idle(Optional.empty()).reason());
    }
}
