package org.deploynet.engine.assembly;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.deploynet.engine.control.OwnerWishes;
import org.deploynet.engine.history.HistoryBook;
import org.deploynet.engine.history.LineBook;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.rendezvous.Nudges;
import org.deploynet.engine.serve.ServeMeters;

/**
 * The little that happens by the clock: timed pauses end, drains become pauses, rules are judged anew, what moved is read and kept. One thread of its
 * own, which sleeps while nothing moves: an idle engine is to cost nothing.
 */
final class Housekeeping implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());
    private static final long MOVING_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final long KEEP_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Bell bell;
    private final OwnerWishes wishes;
    private final Meters meters;
    private final HistoryBook history;
    private final LineBook line;
    private final SharingKeeper sharing;
    private final UplinkKeeper uplink;
    private final Optional<Recycling> recycling;
    private final Nudges nudges;
    private final Ticker ticker;
    private volatile boolean closed;
    private long endedLinks;
    private long openLinks;
    private long keepAt;
    private boolean unkept;

    private Housekeeping(
            Bell bell,
            OwnerWishes wishes,
            Meters meters,
            HistoryBook history,
            LineBook line,
            SharingKeeper sharing,
            UplinkKeeper uplink,
            Optional<Recycling> recycling,
            Nudges nudges,
            Ticker ticker) {
        this.bell = bell;
        this.wishes = wishes;
        this.meters = meters;
        this.history = history;
        this.line = line;
        this.sharing = sharing;
        this.recycling = recycling;
        this.uplink = uplink;
        this.nudges = nudges;
        this.ticker = ticker;
    }

    /** @param bell is rung when a link opens or ends, something is fetched, or the owner wishes something else */
    static Housekeeping start(
            Bell bell,
            OwnerWishes wishes,
            Meters meters,
            HistoryBook history,
            LineBook line,
            SharingKeeper sharing,
            UplinkKeeper uplink,
            Optional<Recycling> recycling,
            Nudges nudges,
            Ticker ticker) {
        var housekeeping =
                new Housekeeping(bell, wishes, meters, history, line, sharing, uplink, recycling, nudges, ticker);
        Thread.ofVirtual().name("housekeeping").start(housekeeping::run);
        return housekeeping;
    }

    private void run() {
        try {
            while (!closed) {
                boolean moved = tick();
                bell.await(moved ? MOVING_NANOS : untilDue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True if something moves, or has moved since the last time. */
    private boolean tick() {
        try {
            ServeMeters served = meters.reception().meters();
            tellOfLinks(served);
            wishes.endTimedPause();
            sharing.look();
            uplink.look(served.links());
            if (served.links() == 0) {
                wishes.drained();
            }
            recycling.ifPresent(memory -> memory.look(served.links()));
            boolean moved = history.read();
            keepWhenDue(moved);
            return moved || meters.isBusy();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "housekeeping failed", e);
            return false;
        }
    }

    private void keepWhenDue(boolean moved) {
        long now = ticker.nanos();
        if (moved && !unkept) {
            unkept = true;
            keepAt = now + KEEP_NANOS;
        }
        if (unkept && now - keepAt >= 0) {
            keepAt = now + KEEP_NANOS;
            history.keep();
            line.force();
            unkept = false;
        }
    }

    private long untilDue() {
        long untilKept = unkept ? keepAt - ticker.nanos() : IDLE_NANOS;
        long untilResumed = wishes.timedPauseLeft().map(left -> left.toNanos()).orElse(IDLE_NANOS);
        // No longer than that: a clock may jump, and a machine may sleep.
        long until = Math.min(Math.min(untilKept, untilResumed), sharing.nanosUntilDue());
        return Math.clamp(until, 1, IDLE_NANOS);
    }

    // The network sends the next visitor by what it knows of our load, and pays after a link's last receipt.
    private void tellOfLinks(ServeMeters served) {
        long ended = served.linksEver() - served.links();
        if (ended != endedLinks) {
            nudges.nudge(Nudges.Nudge.SETTLE);
        }
        if (ended != endedLinks || served.links() != openLinks) {
            nudges.nudge(Nudges.Nudge.LOAD);
        }
        endedLinks = ended;
        openLinks = served.links();
    }

    @Override
    public void close() {
        closed = true;
        bell.ring();
    }
}
