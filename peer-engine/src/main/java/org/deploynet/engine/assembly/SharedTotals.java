package org.deploynet.engine.assembly;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.deploynet.control.Transfer;
import org.deploynet.engine.credits.Totals;
import org.deploynet.engine.serve.ServeMeters;
import org.deploynet.engine.storage.StateStore;

/**
 * What was shared and earned today and ever, across restarts. Kept now and then: a killed engine forgets the last seconds of
 * transfer, but never a credit, which is counted from the receipt book. Safe from any thread.
 */
final class SharedTotals {
    private static final String TOTAL = "shared/total";
    private static final String SHARED_ON = "shared/day/";
    private static final String EARNED_ON = "earned/day/";
    private static final String EARNED_SEEN = "earned/seen";

    private final StateStore state;
    private final Supplier<ServeMeters> meters;
    private final LongSupplier earned;
    private final Clock clock;
    private final ZoneId zone;
    private long keptBytes;

    SharedTotals(StateStore state, Supplier<ServeMeters> meters, Supplier<Totals> receipts, Clock clock, ZoneId zone) {
        this.state = state;
        this.meters = meters;
        this.earned = () -> receipts.get().measured().microcredits();
        this.clock = clock;
        this.zone = zone;
    }

    /** Makes what was shared since the last call durable. */
    synchronized void keep() {
        long shared = meters.get().payloadBytes();
        long seen = state.counter(EARNED_SEEN);
        long earnedNow = earned.getAsLong();
        if (shared == keptBytes && earnedNow == seen) {
            return;
        }
        LocalDate today = today();
        state.addAll(Map.of(
                TOTAL,
                shared - keptBytes,
                SHARED_ON + today,
                shared - keptBytes,
                EARNED_ON + today,
                earnedNow - seen,
                EARNED_SEEN,
                earnedNow - seen));
        keptBytes = shared;
    }

    synchronized Transfer transfer() {
        ServeMeters now = meters.get();
        long fresh = now.payloadBytes() - keptBytes;
        return new Transfer(
                now.bytesPerSecond(), state.counter(SHARED_ON + today()) + fresh, state.counter(TOTAL) + fresh);
    }

    /** Microcredits by the receipts that came today. */
    synchronized long earnedToday() {
        return state.counter(EARNED_ON + today()) + earned.getAsLong() - state.counter(EARNED_SEEN);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }
}
