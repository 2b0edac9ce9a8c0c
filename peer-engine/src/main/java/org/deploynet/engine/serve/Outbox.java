package org.deploynet.engine.serve;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongPredicate;
import org.deploynet.engine.limits.RateMeter;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.link.PeerLink;
import org.deploynet.protocol.link.DataFrame;
import org.deploynet.protocol.link.LinkMessage;

/**
 * The parcels staged for one link: the link's loop puts them in, the pump sends them, most urgent first. What is between the
 * two threads is here and nowhere else. Safe from any thread.
 */
final class Outbox {
    private final PeerLink link;
    private final StagingRoom room;
    private final LongAdder siteBytes;
    private final RateMeter rate;
    private final Ticker ticker;
    private final DrainGauge gauge = new DrainGauge();
    private final Turns.Place place = new Turns.Place();
    private final List<Parcel> parcels = new ArrayList<>();
    private final List<Parcel> finished = new ArrayList<>();
    private int maxPayload = DataFrame.MAX_PAYLOAD_BYTES;
    private boolean asksForBytes;
    private volatile Stall stall = Stall.NONE;
    private long sentBytes;

    /** @param siteBytes counts the payload sent of the site that the link is for */
    Outbox(PeerLink link, StagingRoom room, LongAdder siteBytes, Ticker ticker) {
        this.link = link;
        this.room = room;
        this.siteBytes = siteBytes;
        this.rate = new RateMeter(ticker);
        this.ticker = ticker;
    }

    PeerLink link() {
        return link;
    }

    RateMeter rate() {
        return rate;
    }

    /** The pump's, and only under its lock. */
    DrainGauge gauge() {
        return gauge;
    }

    /** What the visitor can take in one message. */
    synchronized void limitMessage(int maxMessageBytes) {
        maxPayload = Math.min(DataFrame.MAX_PAYLOAD_BYTES, maxMessageBytes - DataFrame.HEADER_BYTES);
    }

    synchronized void stage(Parcel parcel) {
        room.change(parcel.length());
        int at = 0;
        while (at < parcels.size() && priority(parcels.get(at)) <= priority(parcel)) {
            at++;
        }
        // A parcel that was begun goes on to its end before an equally urgent one, never before a more urgent one.
        parcels.add(at, parcel);
    }

    private static int priority(Parcel parcel) {
        return parcel.transfer().want().priority();
    }

    /** Unsent bytes staged at this priority or a more urgent one. */
    synchronized int stagedBytes(int priority) {
        return parcels.stream()
                .filter(parcel -> priority(parcel) <= priority)
                .mapToInt(Parcel::unsent)
                .sum();
    }

    /** Payload of pieces that are staged and not completed, sent partly or not. */
    synchronized long unsentPayload() {
        return parcels.stream()
                .filter(Parcel::isPiece)
                .mapToLong(Parcel::length)
                .sum();
    }

    synchronized boolean isEmpty() {
        return parcels.isEmpty();
    }

    /** The pump could send on, but the bytes were given back. */
    synchronized void askForBytes() {
        asksForBytes = !parcels.isEmpty();
    }

    /** The most urgent parcel that the pump waits for because its bytes have to be read again. */
    synchronized Optional<Parcel> missingBytes() {
        return asksForBytes
                ? parcels.stream().filter(parcel -> !parcel.hasBytes()).findFirst()
                : Optional.empty();
    }

    synchronized void takeBack(Parcel parcel, ByteBuffer bytes) {
        asksForBytes = false;
        if (parcels.contains(parcel)) {
            parcel.takeBack(bytes);
            room.change(parcel.length());
        }
    }

    /** Frees the memory of a visitor who does not read. */
    synchronized void giveBack() {
        parcels.forEach(parcel -> room.change(-parcel.giveBack()));
    }

    /** Whether what it would send next is of the most urgent there is. */
    synchronized boolean isUrgent() {
        return isReady() && priority(parcels.getFirst()) == LinkMessage.MOST_URGENT;
    }

    /** Whether the pump can go on: the most urgent parcel has its bytes. */
    synchronized boolean isReady() {
        return !parcels.isEmpty() && parcels.getFirst().hasBytes();
    }

    /**
     * Writes the next frame of at most {@code payload} bytes; returns its payload, or 0 if nothing is ready. A parcel counts as
     * sent with the writing of its last frame: a receipt for it may come before the send returns.
     */
    synchronized int writeFrame(ByteBuffer out, int payload) {
        if (!isReady()) {
            return 0;
        }
        Parcel parcel = parcels.getFirst();
        int written = parcel.writeFrame(out, Math.min(payload, maxPayload));
        sentBytes += written;
        siteBytes.add(written);
        if (parcel.isSent()) {
            parcels.removeFirst();
            room.change(-parcel.giveBack());
            finished.add(parcel);
        }
        return written;
    }

    /** Payload of the frame that {@link #writeFrame} would write. */
    synchronized int nextPayload(int most) {
        return isReady()
                ? Math.min(Math.min(most, maxPayload), parcels.getFirst().unsent())
                : 0;
    }

    /** The parcels that were sent since the last call. */
    synchronized List<Parcel> takeFinished() {
        List<Parcel> taken = List.copyOf(finished);
        finished.clear();
        return taken;
    }

    /** Something was sent to its end, or bytes are missing. */
    synchronized boolean needsLoop() {
        return !finished.isEmpty() || asksForBytes;
    }

    /** That the visitor does not read, since when, and how much waits for it in the road's buffer. */
    private record Stall(boolean isOne, long since, long heldBytes, boolean isTooMuch) {
        private static final Stall NONE = new Stall(false, 0, 0, false);
    }

    boolean isStalled() {
        return stall.isOne();
    }

    /** For how long the visitor has read nothing though the buffer is full, in nanoseconds; 0 if it reads. */
    long stalledNanos() {
        Stall now = stall;
        return now.isOne() ? ticker.nanos() - now.since() : 0;
    }

    /** Whether all who do not read hold more than they may together, and this was the one too many. */
    boolean isTooMuch() {
        return stall.isTooMuch();
    }

    /** The visitor stopped to read with {@code heldBytes} in the buffer. */
    void stalls(long heldBytes, boolean isTooMuch) {
        stall = new Stall(true, ticker.nanos(), heldBytes, isTooMuch);
    }

    /** The visitor reads, or is gone; returns the bytes that it held while it did not. */
    long flows() {
        long held = stall.heldBytes();
        stall = Stall.NONE;
        return held;
    }

    /**
     * Takes out what is staged for {@code transfer} and not fully sent.
     *
     * @param mayCut whether a piece may be left in its middle, after that many bytes; otherwise it goes on to its end
     */
    synchronized List<Parcel> withdraw(Transfer transfer, LongPredicate mayCut) {
        List<Parcel> withdrawn = parcels.stream()
                .filter(parcel -> parcel.transfer() == transfer)
                .filter(parcel -> !parcel.isPiece() || parcel.sent() == 0 || mayCut.test(parcel.sent()))
                .toList();
        parcels.removeAll(withdrawn);
        withdrawn.forEach(parcel -> room.change(-parcel.giveBack()));
        return withdrawn;
    }

    synchronized void clear() {
        giveBack();
        parcels.clear();
        finished.clear();
    }

    synchronized long sentBytes() {
        return sentBytes;
    }

    /** The pump's, and only under its lock. */
    Turns.Place place() {
        return place;
    }
}
