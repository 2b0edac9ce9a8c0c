package org.deploynet.engine.assembly;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.deploynet.engine.control.OwnerWishes;
import org.deploynet.engine.rendezvous.Nudges;
import org.deploynet.engine.serve.Reception;
import org.deploynet.engine.serve.ServeMeters;

/** The little that happens by the clock: timed pauses end, drains become pauses, figures are kept. One thread of its own. */
final class Housekeeping implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Housekeeping.class.getName());
    private static final int TICKS_BETWEEN_KEEPING = 10;

    private final OwnerWishes wishes;
    private final Reception reception;
    private final SharedTotals totals;
    private final Nudges nudges;
    private final CountDownLatch closed = new CountDownLatch(1);
    private long endedLinks;
    private long openLinks;
    private int ticks;

    private Housekeeping(OwnerWishes wishes, Reception reception, SharedTotals totals, Nudges nudges) {
        this.wishes = wishes;
        this.reception = reception;
        this.totals = totals;
        this.nudges = nudges;
    }

    static Housekeeping start(OwnerWishes wishes, Reception reception, SharedTotals totals, Nudges nudges) {
        var housekeeping = new Housekeeping(wishes, reception, totals, nudges);
        Thread.ofVirtual().name("housekeeping").start(housekeeping::run);
        return housekeeping;
    }

    private void run() {
        try {
            while (!closed.await(1, TimeUnit.SECONDS)) {
                tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick() {
        try {
            ServeMeters meters = reception.meters();
            tellOfLinks(meters);
            wishes.endTimedPause();
            if (meters.links() == 0) {
                wishes.drained();
            }
            if (++ticks % TICKS_BETWEEN_KEEPING == 0) {
                totals.keep();
            }
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "housekeeping failed", e);
        }
    }

    // The network sends the next visitor by what it knows of our load, and pays after a link's last receipt.
    private void tellOfLinks(ServeMeters meters) {
        long ended = meters.linksEver() - meters.links();
        if (ended != endedLinks) {
            nudges.nudge(Nudges.Nudge.SETTLE);
        }
        if (ended != endedLinks || meters.links() != openLinks) {
            nudges.nudge(Nudges.Nudge.LOAD);
        }
        endedLinks = ended;
        openLinks = meters.links();
    }

    @Override
    public void close() {
        closed.countDown();
        totals.keep();
    }
}
