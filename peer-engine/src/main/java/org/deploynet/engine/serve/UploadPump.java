package org.deploynet.engine.serve;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.limits.UploadBudget;
import org.deploynet.engine.link.PeerLink;
import org.deploynet.protocol.link.DataFrame;
import org.deploynet.protocol.link.LinkMessage;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is staged, one link after the other (see {@link Turns}), as far as the owner's cap and each link's buffer allow.
 * Safe from any thread; it sends on a thread of its own, except that a link which finds it idle may send at once.
 */
public final class UploadPump implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(UploadPump.class.getName());
    private static final long MIN_HIGH_MARK = 16L * 1024;
    /** A whole piece in four full frames. */
    private static final long MAX_HIGH_MARK = 4L * (DataFrame.HEADER_BYTES + DataFrame.MAX_PAYLOAD_BYTES);

    /** What all links together may leave in native buffers, apart from the least each may. */
    private static final long MAX_BUFFERED = 32L * 1024 * 1024;

    /** What the buffers of visitors who do not read may hold of it; whoever is one too many of them is sent home. */
    private static final long MAX_STALLED = 24L * 1024 * 1024;

    /** Until a link is known to take anything: one frame. */
    private static final DrainGauge.Marks UNTRIED =
            new DrainGauge.Marks(DataFrame.HEADER_BYTES + DataFrame.MAX_PAYLOAD_BYTES, MIN_HIGH_MARK);

    private static final int HIGH_MARKS_A_SECOND = 10;
    /** About what an end, a refusal or a hello takes. */
    private static final int CONTROL_BYTES = 64;

    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MIN_SHARE = 2_000_000 / 8;

    private final UploadBudget budget;
    private final Ticker ticker;
    private final ServeCounters counters;
    private final StagingRoom staging = new StagingRoom(StagingRoom.DEFAULT_BYTES);
    private final Set<Outbox> members = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Outbox> newcomers = new ConcurrentLinkedQueue<>();
    private final ReentrantLock sending = new ReentrantLock();
    private final Turns turns = new Turns();
    private final ByteBuffer frame = ByteBuffer.allocateDirect(DataFrame.HEADER_BYTES + DataFrame.MAX_PAYLOAD_BYTES);
    /** For want of budget, in the middle of a turn. */
    private boolean isInterrupted;

    private long stalledBytes;
    private DrainGauge.Marks marks = new DrainGauge.Marks(MAX_HIGH_MARK, MAX_HIGH_MARK / 4);
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    public UploadPump(UploadBudget budget, Ticker ticker) {
        this.budget = budget;
        this.ticker = ticker;
        this.counters = new ServeCounters(ticker);
    }

    public void start() {
        thread = Thread.ofPlatform().name("upload-pump").daemon().start(this::run);
    }

    ServeCounters counters() {
        return counters;
    }

    StagingRoom staging() {
        return staging;
    }

    /** The owner changed the cap: whoever waits for the budget looks again. */
    public void budgetChanged() {
        LockSupport.unpark(thread);
    }

    /** Something was staged. */
    void ready(Outbox outbox) {
        newcomers.add(outbox);
        // One hop between threads is a tenth of a millisecond that a small file would feel.
        boolean handled = sending.tryLock();
        if (handled) {
            try {
                boolean alone = turns.isEmpty();
                handled = alone && round() == Long.MAX_VALUE;
            } finally {
                sending.unlock();
            }
        }
        if (!handled) {
            LockSupport.unpark(thread);
        }
    }

    /** Says something to a visitor: never waits, but counts on the cap like all that leaves this machine. */
    void say(PeerLink link, LinkMessage message) {
        if (link.sendControl(message)) {
            int wire = link.wireBytes(CONTROL_BYTES);
            budget.spend(wire);
            counters.sent(0, wire);
        }
    }

    /** A link with open wants has a share of the cap; without any, or while it waits for a receipt, it has none. */
    void shares(Outbox outbox, boolean isMember) {
        if (isMember) {
            members.add(outbox);
        } else {
            members.remove(outbox);
        }
    }

    /** Whether a link that has no share yet would get a useful one: 2 Mbit/s, or all of a smaller cap. */
    boolean hasShareFor(Outbox outbox) {
        if (budget.isUnlimited() || members.contains(outbox)) {
            return true;
        }
        long cap = budget.bytesPerSecond();
        return cap > 0 && cap / (flowing() + 1) >= Math.min(MIN_SHARE, cap);
    }

    /** Whether some visitor who reads waits for more than was sent. */
    public boolean moreWaits() {
        return members.stream().anyMatch(outbox -> !outbox.isStalled() && !outbox.isEmpty());
    }

    // A visitor who does not read takes nothing from the others.
    private long flowing() {
        long flowing = 0;
        for (Outbox outbox : members) {
            flowing += outbox.isStalled() ? 0 : 1;
        }
        return flowing;
    }

    /** Sends all that may be sent now; returns the nanoseconds until more may, {@link Long#MAX_VALUE} when all is sent. */
    long round() {
        sending.lock();
        try {
            welcomeNewcomers();
            marks = marks();
            turns.begin();
            long wait = Long.MAX_VALUE;
            while (turns.hasNext()) {
                Outbox outbox = turns.next(quantum());
                if (isDone(outbox)) {
                    turns.leaves(outbox);
                    flows(outbox);
                    continue;
                }
                long until = turn(outbox);
                if (isInterrupted) {
                    turns.goesOnLater(outbox);
                    return until;
                }
                turns.waits(outbox, until == 0);
                wait = Math.min(wait, until);
                welcomeNewcomers();
            }
            return wait;
        } finally {
            sending.unlock();
        }
    }

    // Whoever took back what it asked has not read by that what was sent.
    private static boolean isDone(Outbox outbox) {
        return !outbox.link().isOpen() || (outbox.isEmpty() && !outbox.isStalled());
    }

    private void welcomeNewcomers() {
        for (Outbox outbox = newcomers.poll(); outbox != null; outbox = newcomers.poll()) {
            turns.comes(outbox, quantum());
        }
    }

    /** Nanoseconds until the link can send again; 0 if it sent something. */
    private long turn(Outbox outbox) {
        isInterrupted = false;
        boolean sent = false;
        long until = frame(outbox);
        while (until == 0) {
            sent = true;
            until = turns.isFor(outbox) ? frame(outbox) : Long.MAX_VALUE;
        }
        if (outbox.needsLoop()) {
            outbox.link().inbox().wake();
        }
        return sent && !isInterrupted ? 0 : until;
    }

    // What a buffer does not take would be lost to those who send on and on, and not to those whose buffer is empty.
    private int quantum() {
        return (int) Math.min(budget.quantumBytes(), marks.high());
    }

    private long frame(Outbox outbox) {
        int payload = outbox.nextPayload(quantum());
        int frameBytes = DataFrame.HEADER_BYTES + payload;
        long now = ticker.nanos();
        DrainGauge gauge = outbox.gauge();
        if (!gauge.hasRoom(now, frameBytes, marksOf(gauge), turns.isUrgent(outbox), outbox.link()::bufferedBytes)) {
            return full(outbox, now);
        }
        flows(outbox);
        if (payload == 0) {
            outbox.askForBytes();
            return Long.MAX_VALUE;
        }
        if (payload > outbox.place().left()) {
            return Long.MAX_VALUE;
        }
        int wire = outbox.link().wireBytes(frameBytes);
        if (!budget.tryTake(wire)) {
            isInterrupted = true;
            return Math.max(1, budget.nanosUntil(wire));
        }
        send(outbox, payload, wire);
        return 0;
    }

    private long full(Outbox outbox, long now) {
        outbox.place().forgo();
        if (outbox.gauge().stalledNanos(now) >= STALLED_NANOS) {
            stalls(outbox);
            outbox.giveBack();
        }
        return Math.max(1, outbox.gauge().nextPollAt() - now);
    }

    private void stalls(Outbox outbox) {
        if (!outbox.isStalled()) {
            long held = outbox.gauge().estimate();
            stalledBytes += held;
            outbox.stalls(held, stalledBytes > MAX_STALLED);
            outbox.link().inbox().wake();
        }
    }

    private void flows(Outbox outbox) {
        if (outbox.isStalled()) {
            stalledBytes -= outbox.flows();
            outbox.link().inbox().wake();
        }
    }

    private DrainGauge.Marks marksOf(DrainGauge gauge) {
        return gauge.isTried() || marks.high() < UNTRIED.high() ? marks : UNTRIED;
    }

    private void send(Outbox outbox, int payload, int wire) {
        frame.clear();
        int written = outbox.writeFrame(frame, payload);
        if (written == 0) {
            return;
        }
        int bytes = frame.flip().remaining();
        try {
            outbox.link().sendData(frame);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a link is closed because it could not send", e);
            outbox.link().close();
        }
        outbox.gauge().sent(bytes, ticker.nanos());
        outbox.place().spend(written);
        outbox.rate().add(written);
        counters.sent(written, wire);
    }

    // A buffer that runs dry is time lost for good where one visitor has the line; among several the others fill it,
    // and asking less often is worth more.
    private DrainGauge.Marks marks() {
        long sharing = Math.max(1, flowing());
        long ofCap = budget.isUnlimited() ? MAX_HIGH_MARK : budget.bytesPerSecond() / HIGH_MARKS_A_SECOND / sharing;
        long high = Math.clamp(Math.min(ofCap, MAX_BUFFERED / sharing), MIN_HIGH_MARK, MAX_HIGH_MARK);
        return new DrainGauge.Marks(high, sharing == 1 ? high * 3 / 4 : high / 4);
    }

    private void run() {
        while (!closed) {
            long wait = round();
            if (wait == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, wait);
            }
        }
    }

    /** Sends nothing more. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
