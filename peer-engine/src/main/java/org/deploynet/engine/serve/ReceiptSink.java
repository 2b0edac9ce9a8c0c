package org.deploynet.engine.serve;

import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;

/** Where accepted receipts go; {@code ReceiptBook::add}. Safe from any thread and quick: it enqueues. */
@FunctionalInterface
public interface ReceiptSink {
    /** {@code receipt} is verified with the session key of {@code ticket} and covers no more than was sent. */
    void accept(String ticketJws, Ticket ticket, String receiptJws, Receipt receipt);
}
