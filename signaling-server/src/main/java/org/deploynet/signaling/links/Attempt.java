package org.deploynet.signaling.links;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a link's two sides have found a way to each other, which the server is told and does not see. Whoever touches it holds the
 * link's monitor.
 */
final class Attempt {
    /** Links open within a second where they do; a visitor who leaves later than this has waited in vain. */
    static final Duration PATIENCE = Duration.ofSeconds(3);

    private Instant offeredAt = Instant.EPOCH;
    private boolean isForReputation;
    private Optional<Instant> answeredAt = Optional.empty();
    private boolean isOpen;
    private boolean isCounted;

    /**
     * With another super-peer, or the first.
     *
     * @param forReputation whether what becomes of it counts for or against the super-peer
     */
    void begins(Instant now, boolean forReputation) {
        offeredAt = now;
        isForReputation = forReputation;
        answeredAt = Optional.empty();
        isOpen = false;
        isCounted = false;
    }

    void answered(Instant now) {
        answeredAt = Optional.of(now);
    }

    /** From the offer on. */
    Duration age(Instant now) {
        return Duration.between(offeredAt, now);
    }

    boolean isForReputation() {
        return isForReputation;
    }

    void opened() {
        isOpen = true;
    }

    boolean isOpen() {
        return isOpen;
    }

    /** Whether both sides have had time enough and nothing came of it. */
    boolean isInVain(Instant now) {
        return !isOpen
                && answeredAt.filter(at -> !now.isBefore(at.plus(PATIENCE))).isPresent();
    }

    /** Whether what became of it is still to be counted; it is, once. */
    boolean isToCount() {
        boolean first = !isCounted;
        isCounted = true;
        return first;
    }
}
