package org.deploynet.signaling.reputation;

import org.deploynet.protocol.signaling.ToSuperPeer.Points;

/**
 * Parts as points (docs/protocol.md, Reputation). Where little is known, a share begins in the middle and moves as links are counted
 * (Laplace's rule of succession with four links for it). Pure functions.
 */
final class Score {
    /** From here on a byte more counts: below it are a few pages. */
    private static final double LEAST_BYTES = 10e6;
    /** All points for bytes. */
    private static final double MOST_BYTES = 100e9;

    private static final int MOST_DAYS = 30;
    private static final int QUICK_MILLIS = 100;
    private static final int SLOW_MILLIS = 3_000;
    private static final double PRIOR = 4;

    private Score() {}

    static Points of(Parts parts) {
        DaySum sum = parts.sum();
        return new Points(
                points(Points.SERVED, served(sum.bytes())),
                points(Points.CONNECTED, share(sum.connected(), sum.connected() + sum.failed())),
                points(Points.ACCEPTED, share(sum.asked() - sum.declined(), sum.asked())),
                points(
                        Points.ANSWERS,
                        parts.answerMillis().map(Score::quickness).orElse(0.5)),
                points(Points.DAYS, (double) parts.days() / MOST_DAYS));
    }

    private static int points(int most, double part) {
        return (int) Math.round(most * Math.clamp(part, 0, 1));
    }

    // By its logarithm: the first gigabyte says more than the hundredth.
    private static double served(long bytes) {
        return Math.log1p(bytes / LEAST_BYTES) / Math.log1p(MOST_BYTES / LEAST_BYTES);
    }

    // Counted a moment apart, more may be declined than was asked.
    private static double share(long good, long all) {
        return (Math.max(0, good) + PRIOR / 2) / (all + PRIOR);
    }

    private static double quickness(int millis) {
        return (double) (SLOW_MILLIS - millis) / (SLOW_MILLIS - QUICK_MILLIS);
    }
}
