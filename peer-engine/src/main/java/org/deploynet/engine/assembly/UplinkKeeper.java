package org.deploynet.engine.assembly;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import org.deploynet.control.EngineSnapshot.Automatic;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.UploadLimit;
import org.deploynet.engine.limits.LineMeter;
import org.deploynet.engine.limits.RoundTrips;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.limits.UplinkPacer;

/**
 * Lets the automatic upload limit count. While something is sent it asks the signaling server for an answer and looks at what
 * went out, four times a second; otherwise its thread sleeps. Safe from any thread.
 */
final class UplinkKeeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(UplinkKeeper.class.getName());
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** After the last byte, so that a page which pauses is not met by a line nobody knows. */
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final LineMeter line;
    private final OwnersHand hand;
    private final BooleanSupplier moreWaits;
    private final Clock wall;
    private final Ticker ticker;
    private final RoundTrips trips;
    private final UplinkPacer pacer;
    private final Bell bell = new Bell();
    private boolean automatic;
    private int openLinks;
    private long sentBytes;
    private long movedAt;
    private LocalDate day;
    private int beforeToday;
    private volatile boolean closed;

    /**
     * @param moreWaits whether more could be sent at this moment if line and limit let it
     * @param wall the owner's clock, in his zone
     */
    UplinkKeeper(LineMeter line, OwnersHand hand, BooleanSupplier moreWaits, Clock wall, Ticker ticker) {
        this.line = line;
        this.hand = hand;
        this.moreWaits = moreWaits;
        this.wall = wall;
        this.ticker = ticker;
        this.trips = new RoundTrips(ticker);
        this.pacer = new UplinkPacer(trips);
        this.movedAt = ticker.nanos() - QUIET_NANOS;
        this.day = LocalDate.now(wall);
    }

    /** {@code ping} asks the signaling server for an answer with this number, and is false where there is no connection. */
    void start(LongPredicate ping) {
        Thread.ofVirtual().name("uplink").start(() -> run(ping));
    }

    /** What the owner chose counts from now on. */
    synchronized void choose(UploadChoice choice) {
        automatic = choice.isAutomatic();
        hand.pace(limit());
        moved();
    }

    /** The limit that follows from the line now; none where the owner chose one of his own. */
    synchronized UploadLimit limit() {
        return automatic ? new UploadLimit(pacer.bytesPerSecond()) : UploadLimit.UNLIMITED;
    }

    /** Present while the limit is automatic. */
    synchronized Optional<Automatic> report() {
        beginDay();
        return automatic
                ? Optional.of(new Automatic(
                        limit(), pacer.measuredBytesPerSecond(), pacer.steppedAside() - beforeToday, pacer.isAside()))
                : Optional.empty();
    }

    /** A connection to the signaling server stands: what its answers take is learned before there is anything to send. */
    synchronized void connected() {
        trips.begin();
        moved();
    }

    void answered(long number) {
        trips.answered(number);
    }

    /** To be called now and then, and when a visitor's link opens: it is watched before the first byte goes out. */
    synchronized void look(int links) {
        if (links > openLinks || line.up() != sentBytes) {
            moved();
        }
        openLinks = links;
    }

    private void moved() {
        movedAt = ticker.nanos();
        sentBytes = line.up();
        bell.ring();
    }

    private void run(LongPredicate ping) {
        try {
            while (!closed) {
                bell.await(isWatching() ? LOOK_NANOS : Long.MAX_VALUE);
                if (isWatching()) {
                    watch(ping);
                }
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.DEBUG, "the uplink is watched no more");
        }
    }

    private synchronized boolean isWatching() {
        return automatic && ticker.nanos() - movedAt < QUIET_NANOS;
    }

    private synchronized void watch(LongPredicate ping) {
        beginDay();
        if (line.up() != sentBytes) {
            movedAt = ticker.nanos();
            sentBytes = line.up();
        }
        pacer.look(
                ticker.nanos(),
                sentBytes,
                moreWaits.getAsBoolean(),
                hand.allowed().bytesPerSecond());
        hand.pace(limit());
        OptionalLong number = trips.ask();
        if (number.isPresent() && !ping.test(number.getAsLong())) {
            trips.forgetQuestions();
        }
    }

    private void beginDay() {
        LocalDate today = LocalDate.now(wall);
        if (!today.equals(day)) {
            day = today;
            beforeToday = pacer.steppedAside();
        }
    }

    @Override
    public void close() {
        closed = true;
        bell.ring();
    }
}
