package org.deploynet.engine.nat.mapping;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class GatewayEpochTest {
    private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
    private static final GatewayEpoch BEFORE = new GatewayEpoch(1_000_000, START);

    @Test
    void aSecondOfReorderedAnswersIsNoRestart() {
        assertFalse(BEFORE.isRestartByPcp(after(0, 999_999)));
        assertTrue(BEFORE.isRestartByPcp(after(0, 999_998)));
    }

    @Test
    void pcpLetsClocksBeASixteenthApart() {
        assertFalse(BEFORE.isRestartByPcp(after(1600, 1_001_600)));
        assertFalse(BEFORE.isRestartByPcp(after(1600, 1_001_498)));
        assertTrue(BEFORE.isRestartByPcp(after(1600, 1_001_497)));
        assertFalse(BEFORE.isRestartByPcp(after(1500, 1_001_602)));
        assertTrue(BEFORE.isRestartByPcp(after(1500, 1_001_603)));
    }

    @Test
    void natPmpLetsTheGatewaysClockBeAnEighthSlowerAndAnyFaster() {
        assertFalse(BEFORE.isRestartByNatPmp(after(1600, 1_001_398)));
        assertTrue(BEFORE.isRestartByNatPmp(after(1600, 1_001_397)));
        assertFalse(BEFORE.isRestartByNatPmp(after(1600, 1_009_999)));
    }

    @Test
    void aCountThatBeganAnewIsARestart() {
        assertTrue(BEFORE.isRestartByPcp(after(300, 20)));
        assertTrue(BEFORE.isRestartByNatPmp(after(300, 20)));
    }

    private static GatewayEpoch after(long clientSeconds, long gateway) {
        return new GatewayEpoch(gateway, START.plusSeconds(clientSeconds));
    }
}
