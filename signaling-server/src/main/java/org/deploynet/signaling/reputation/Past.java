package org.deploynet.signaling.reputation;

import java.util.Optional;

/**
 * What is remembered of a super-peer beside its days: since when it is known, how often it was demoted and until when (ms since 1970, 0 if
 * never), and the mean time in which it answers. Immutable.
 */
record Past(long sinceMillis, int demotions, long demotedUntil, Optional<Double> answerMillis) {
    /** As many answers as the mean goes by. */
    private static final double ANSWERS = 16;
    /** An answer that takes longer counts like this. */
    private static final double SLOWEST_MILLIS = 10_000;

    static Past beginning(long nowMillis) {
        return new Past(nowMillis, 0, 0, Optional.empty());
    }

    Past answered(double millis) {
        double bounded = Math.clamp(millis, 0, SLOWEST_MILLIS);
        double mean = answerMillis
                .map(before -> before + (bounded - before) / ANSWERS)
                .orElse(bounded);
        return new Past(sinceMillis, demotions, demotedUntil, Optional.of(mean));
    }

    Past demoted(long untilMillis) {
        return new Past(sinceMillis, demotions + 1, untilMillis, answerMillis);
    }

    boolean isDemoted(long nowMillis) {
        return nowMillis < demotedUntil;
    }

    Optional<Integer> roundedAnswer() {
        return answerMillis.map(millis -> (int) Math.round(millis));
    }
}
