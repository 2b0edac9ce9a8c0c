package org.deploynet.desktop.window;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.deploynet.control.reputation.Reputation;
import org.deploynet.control.reputation.Reputation.Facts;
import org.deploynet.control.reputation.Reputation.Points;
import org.deploynet.control.reputation.Reputation.Probation;
import org.deploynet.control.reputation.Reputation.Standing;

/** What a network may make of a super-peer. */
final class SampleReputations {
    private static final Instant TOLD = Instant.parse("2026-11-21T14:30:00Z");

    private SampleReputations() {}

    static Reputation good() {
        return new Reputation(
                TOLD,
                Standing.GOOD,
                84,
                new Facts(42_000_000_000L, 23, 140, 1_240, 1_153, 12, 75, 0, Optional.of(42)),
                new Points(36, 28, 10, 10, 8),
                Optional.empty(),
                Optional.empty());
    }

    static Reputation newcomer() {
        return new Reputation(
                TOLD,
                Standing.PROBATION,
                28,
                new Facts(12_000_000, 1, 2, 5, 4, 0, 1, 1, Optional.empty()),
                new Points(3, 15, 5, 5, 0),
                Optional.empty(),
                Optional.of(new Probation(12_000_000, 100_000_000, 2, 5, 1, 7)));
    }

    static Reputation demoted() {
        return new Reputation(
                TOLD,
                Standing.DEMOTED,
                0,
                new Facts(42_000_000_000L, 23, 140, 1_240, 1_153, 12, 75, 4, Optional.of(42)),
                new Points(36, 28, 10, 10, 8),
                Optional.of(TOLD.plus(Duration.ofHours(3))),
                Optional.empty());
    }
}
