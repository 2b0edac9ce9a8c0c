package org.deploynet.engine.rendezvous;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import org.deploynet.engine.rendezvous.Nudges.Nudge;
import org.junit.jupiter.api.Test;

class NudgesTest {
    private final Nudges nudges = new Nudges();

    @Test
    void handsOutAllThatIsDueAtOnce() throws Exception {
        nudges.nudge(Nudge.LOAD);
        nudges.nudge(Nudge.SETTLE);
        nudges.nudge(Nudge.LOAD);
        assertEquals(EnumSet.of(Nudge.LOAD, Nudge.SETTLE), nudges.take(0));
        assertEquals(EnumSet.noneOf(Nudge.class), nudges.take(0));
    }

    /** The reports of a connection that is over end a moment later than those of the next one begin. */
    @Test
    void leavesToTheNextWhatIsDueWhenTheOneWhoTakesIsToldToEnd() throws Exception {
        nudges.nudge(Nudge.SETTLE);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> nudges.take(1_000_000));
        assertEquals(EnumSet.of(Nudge.SETTLE), nudges.take(0));
    }
}
