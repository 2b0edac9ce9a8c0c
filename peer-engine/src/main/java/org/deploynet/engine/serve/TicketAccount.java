package org.deploynet.engine.serve;

import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;

/**
 * What was asked, sent and receipted under one ticket; all in bytes of piece payload, layers are free. For one thread: the
 * link's loop.
 */
final class TicketAccount {
    private static final int CANCELLED_PERCENT = 5;
    private static final long CANCELLED_FREE = 1024 * 1024;

    private final String jws;
    private final Ticket ticket;
    private final UnverifiedReceipts unverified = new UnverifiedReceipts(this);
    private long asked;
    private long completed;
    private long completedPieces;
    private long receipted;
    private long receiptedPieces;
    private long writtenOff;
    private long partial;
    private int openWants;

    TicketAccount(String jws, Ticket ticket) {
        this.jws = jws;
        this.ticket = ticket;
    }

    Ticket ticket() {
        return ticket;
    }

    String jws() {
        return jws;
    }

    /** What came and pays for nothing yet. */
    UnverifiedReceipts unverified() {
        return unverified;
    }

    /** Takes a want of {@code bytes} on this ticket; false if that would be more than it allows. */
    boolean open(long bytes) {
        if (asked + bytes > ticket.maxBytes()) {
            return false;
        }
        asked += bytes;
        openWants++;
        return true;
    }

    void completed(int bytes) {
        completed += bytes;
        completedPieces++;
    }

    void ended() {
        openWants--;
    }

    /**
     * The visitor does not need a want any more. What was not sent may be asked again. The {@code partialBytes} of the piece
     * that was cut are lost. Of {@code completedBytes} of whole pieces some may have crossed its cancellation on the way: they
     * are written off unless a receipt still comes for them, as far as {@link #forgivenBytes} reaches. Beyond that they are a
     * debt like any other, since the receipt of a visitor in good faith takes as long as the bytes are under way.
     */
    void cancelled(long unsentBytes, long completedBytes, long partialBytes) {
        partial += partialBytes;
        long cancelled = writtenOff + Math.min(completedBytes, unpaid());
        writtenOff = Math.min(cancelled, Math.max(0, forgivenBytes() - partial));
        withdrawn(unsentBytes);
    }

    /** A want is not answered to its end, and that is not the visitor's doing. */
    void withdrawn(long unsentBytes) {
        asked -= unsentBytes;
        openWants--;
    }

    /** Whether a piece may be cut after {@code sentBytes} of it: no receipt ever covers them. */
    boolean mayCut(long sentBytes) {
        return partial + sentBytes <= forgivenBytes();
    }

    /** What a visitor may cancel for nothing: 5 % of the ticket and 1 MiB. */
    private long forgivenBytes() {
        return ticket.maxBytes() * CANCELLED_PERCENT / 100 + CANCELLED_FREE;
    }

    /** Whole pieces that were sent, are not written off, and no receipt covers. */
    long unpaid() {
        return completed - receipted - writtenOff;
    }

    boolean hasOpenWants() {
        return openWants > 0;
    }

    /** Refuses figures that no receipt of this ticket can have now. */
    void check(Receipt receipt) throws ProtocolException {
        if (receipt.bytes() < receipted || receipt.count() < receiptedPieces) {
            throw new ProtocolException("a receipt that goes backwards");
        }
        if (receipt.bytes() > completed || receipt.count() > completedPieces) {
            throw new ProtocolException("a receipt for more than was sent");
        }
    }

    /** What {@code receipt} would add to those that are verified; bytes. */
    long added(Receipt receipt) {
        return receipt.bytes() - receipted;
    }

    /** Counts a verified receipt; returns the bytes it adds. */
    long receipted(Receipt receipt) throws ProtocolException {
        check(receipt);
        long added = added(receipt);
        receipted = receipt.bytes();
        receiptedPieces = receipt.count();
        writtenOff = Math.min(writtenOff, completed - receipted);
        return added;
    }
}
