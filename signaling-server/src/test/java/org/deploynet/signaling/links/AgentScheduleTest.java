package org.deploynet.signaling.links;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Two schedules, the first of which reaches a cap; {@code ./deploynet ledger-proof --agents} walks further. */
class AgentScheduleTest {
    @Test
    void agentsGainNothingThatTheyCanKeepAndNobodyElseLoses() throws InterruptedException {
        assertEquals(0, AgentProof.run(List.of("--schedules", "2", "--seed", "3")));
    }
}
