package org.deploynet.engine.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.deploynet.control.EngineState;
import org.deploynet.control.Reason;
import org.deploynet.engine.control.OwnerWish;
import org.deploynet.engine.fill.FillGate.Held;
import org.deploynet.engine.rendezvous.SignalingStatus;
import org.junit.jupiter.api.Test;

class ConditionRulesTest {
    private static final Instant OPENS = Instant.parse("2026-11-25T22:00:00Z");

    private static ConditionRules.Verdict idle(Optional<Held> held) {
        var connected = new SignalingStatus(SignalingStatus.Phase.CONNECTED, Optional.empty(), Optional.empty());
        return ConditionRules.of(new ConditionRules.Facts(
                new OwnerWish.Share(), Optional.of(connected), 0, 1, true, held, Optional.empty()));
    }

    @Test
    void saysThatItWaitsForTheHoursAndUntilWhen() {
        var held = new Held(Held.Why.OUTSIDE_HOURS, Optional.of(OPENS));
        assertEquals(
                new ConditionRules.Verdict(EngineState.IDLE, Reason.OUTSIDE_FILL_HOURS, Optional.of(OPENS)),
                idle(Optional.of(held)));
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
