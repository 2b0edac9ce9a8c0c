package org.deploynet.signaling.reputation;

import java.util.Collection;
import java.util.Optional;
import org.deploynet.protocol.signaling.ToSuperPeer.Facts;

/**
 * What a super-peer is judged by: the sum of its days, on how many of them receipts were posted, and the mean time in which it answers, if
 * it ever did. Immutable.
 */
record Parts(DaySum sum, int days, Optional<Integer> answerMillis) {
    static Parts of(Collection<DaySum> days, Optional<Integer> answerMillis) {
        return new Parts(
                days.stream().reduce(DaySum.NONE, DaySum::and),
                (int) days.stream().filter(day -> day.bytes() > 0).count(),
                answerMillis);
    }

    Facts facts() {
        return new Facts(
                sum.bytes(),
                days,
                sum.prefixes(),
                sum.asked(),
                sum.connected(),
                sum.declined(),
                sum.failed(),
                sum.wrong(),
                answerMillis);
    }
}
