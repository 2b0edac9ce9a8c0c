package org.deploynet.signaling.reputation;

import java.time.Duration;
import org.deploynet.protocol.signaling.ToSuperPeer.Probation;
import org.deploynet.protocol.signaling.ToSuperPeer.Standing;

/**
 * Who is on probation, for how long wrong pieces demote, and what either means for who is chosen (docs/decisions/0024). Pure functions.
 */
final class StandingRules {
    /** Of posted receipts, and on one day visitors of that many prefixes. */
    static final long PROVEN_BYTES = 100_000_000;

    static final int PROVEN_PREFIXES = 5;
    /** Or receipts on that many days: time alone proves nothing, and an identity may be made long before it is used. */
    static final int PROVEN_DAYS = 7;

    private static final Duration FIRST_DEMOTION = Duration.ofDays(1);
    private static final int MOST_DOUBLINGS = 5;

    private static final double DEMOTED_WEIGHT = 1.0 / 64;
    private static final double PROBATION_WEIGHT = 1.0 / 4;
    private static final double STEPS = 4;

    private StandingRules() {}

    /** @param since what was counted since it last had to begin anew */
    static Standing standing(Past past, Parts since, long nowMillis) {
        if (past.isDemoted(nowMillis)) {
            return Standing.DEMOTED;
        }
        boolean proven = since.sum().bytes() >= PROVEN_BYTES && since.sum().prefixes() >= PROVEN_PREFIXES;
        return proven || since.days() >= PROVEN_DAYS ? Standing.GOOD : Standing.PROBATION;
    }

    static Probation probation(Parts since) {
        return new Probation(
                since.sum().bytes(), PROVEN_BYTES, since.sum().prefixes(), PROVEN_PREFIXES, since.days(), PROVEN_DAYS);
    }

    /** A day for the first time, twice as long each further one, 32 days at most. */
    static Duration demotion(int before) {
        return FIRST_DEMOTION.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
    }

    /**
     * How much of its line counts when it is decided who keeps what. In few steps, and {@code score} is of whole days: what is kept moves
     * from one disk to another with each change.
     */
    static double weight(Standing standing, int score) {
        return switch (standing) {
            case DEMOTED -> DEMOTED_WEIGHT;
            case PROBATION -> PROBATION_WEIGHT;
            case GOOD -> 0.5 + 0.5 * Math.round(score * STEPS / 100.0) / STEPS;
        };
    }
}
