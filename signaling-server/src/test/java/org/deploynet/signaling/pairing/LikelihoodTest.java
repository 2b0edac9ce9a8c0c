package org.deploynet.signaling.pairing;

import static org.deploynet.protocol.signaling.Reachability.BLOCKED;
import static org.deploynet.protocol.signaling.Reachability.MODERATE;
import static org.deploynet.protocol.signaling.Reachability.OPEN;
import static org.deploynet.protocol.signaling.Reachability.STRICT;
import static org.deploynet.protocol.signaling.Reachability.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.deploynet.protocol.signaling.Reachability;
import org.junit.jupiter.api.Test;

class LikelihoodTest {
    private static Pair pair(Reachability visitor, Reachability peer) {
        return new Pair(visitor, peer, false);
    }

    private static Chance chance(Pair pair, boolean relay) {
        return Likelihood.chance(pair, Tally.NONE, Tally.NONE, relay);
    }

    private static void assertChance(Chance expected, Reachability visitor, Reachability peer) {
        assertEquals(expected, chance(pair(visitor, peer), false), visitor + " with " + peer);
    }

    @Test
    void withoutAnyCountTheoryDecides() {
        for (Reachability visitor : new Reachability[] {OPEN, MODERATE, STRICT, UNKNOWN}) {
            assertChance(Chance.LIKELY, visitor, OPEN);
            assertChance(Chance.UNLIKELY, visitor, BLOCKED);
        }
        assertChance(Chance.LIKELY, MODERATE, MODERATE);
        assertChance(Chance.UNLIKELY, STRICT, MODERATE);
        assertChance(Chance.UNLIKELY, MODERATE, STRICT);
        assertChance(Chance.UNLIKELY, STRICT, STRICT);
        assertChance(Chance.POSSIBLE, OPEN, STRICT);
        assertChance(Chance.UNLIKELY, BLOCKED, OPEN);
    }

    @Test
    void ofWhomNothingIsKnownMostIsExpected() {
        assertChance(Chance.LIKELY, UNKNOWN, UNKNOWN);
        assertChance(Chance.LIKELY, UNKNOWN, MODERATE);
        assertChance(Chance.UNLIKELY, UNKNOWN, STRICT);
        assertChance(Chance.POSSIBLE, STRICT, UNKNOWN);
    }

    @Test
    void everyPairHasAnExpectation() {
        for (Reachability visitor : Reachability.values()) {
            for (Reachability peer : Reachability.values()) {
                double direct = Likelihood.direct(pair(visitor, peer), Tally.NONE, Tally.NONE);
                assertTrue(direct > 0 && direct < 1, visitor + " with " + peer);
            }
        }
    }

    @Test
    void ipv6OnBothSidesPassesAnyTranslator() {
        assertEquals(Chance.LIKELY, chance(new Pair(STRICT, STRICT, true), false));
    }

    @Test
    void aRelayHelpsWhomItReaches() {
        assertEquals(Chance.BY_RELAY, chance(pair(STRICT, STRICT), true));
        assertEquals(Chance.BY_RELAY, chance(pair(MODERATE, BLOCKED), true));
        assertEquals(Chance.UNLIKELY, chance(pair(BLOCKED, MODERATE), true));
        assertEquals(Chance.LIKELY, chance(pair(MODERATE, MODERATE), true));
    }

    @Test
    void whatIsCountedOfThePairCorrectsTheory() {
        Pair pair = pair(MODERATE, STRICT);
        assertEquals(Chance.POSSIBLE, Likelihood.chance(pair, new Tally(10, 0, 0, 0), Tally.NONE, false));
        assertEquals(Chance.LIKELY, Likelihood.chance(pair, new Tally(900, 0, 0, 100), Tally.NONE, false));
        assertEquals(Chance.UNLIKELY, Likelihood.chance(pair, new Tally(100, 0, 0, 900), Tally.NONE, false));
    }

    @Test
    void whatWentByARelayDidNotGoDirectly() {
        assertEquals(
                Chance.BY_RELAY, Likelihood.chance(pair(STRICT, MODERATE), new Tally(0, 500, 0, 0), Tally.NONE, true));
    }

    @Test
    void whoseWayNobodyLookedAtSaysNothingOfIt() {
        Pair pair = pair(MODERATE, MODERATE);
        assertEquals(
                Likelihood.direct(pair, Tally.NONE, Tally.NONE),
                Likelihood.direct(pair, new Tally(0, 0, 1_000, 0), Tally.NONE));
    }

    @Test
    void aSuperPeerThatFailsWhereOthersOfItsClassConnectIsPushedDown() {
        Pair pair = pair(MODERATE, OPEN);
        Tally alike = new Tally(950, 0, 0, 50);
        assertEquals(Chance.LIKELY, Likelihood.chance(pair, alike, new Tally(0, 0, 0, 1), false));
        assertEquals(Chance.POSSIBLE, Likelihood.chance(pair, alike, new Tally(0, 0, 0, 10), false));
        assertEquals(Chance.UNLIKELY, Likelihood.chance(pair, alike, new Tally(0, 0, 0, 40), false));
    }

    @Test
    void aRelayIsWantedUnlessBothAreKnownToOpenTheWay() {
        assertFalse(Likelihood.wantsRelay(pair(MODERATE, MODERATE), Chance.LIKELY));
        assertFalse(Likelihood.wantsRelay(pair(OPEN, MODERATE), Chance.LIKELY));
        assertTrue(Likelihood.wantsRelay(pair(MODERATE, MODERATE), Chance.POSSIBLE));
        assertTrue(Likelihood.wantsRelay(pair(UNKNOWN, MODERATE), Chance.LIKELY), "it may turn out strict");
        assertTrue(Likelihood.wantsRelay(pair(MODERATE, UNKNOWN), Chance.LIKELY));
        assertTrue(Likelihood.wantsRelay(pair(STRICT, OPEN), Chance.LIKELY), "its ports may all be taken");
        assertTrue(Likelihood.wantsRelay(pair(OPEN, STRICT), Chance.POSSIBLE));
        assertTrue(Likelihood.wantsRelay(pair(STRICT, STRICT), Chance.BY_RELAY));
    }
}
