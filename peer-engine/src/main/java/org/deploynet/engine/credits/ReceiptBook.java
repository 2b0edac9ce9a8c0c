package org.deploynet.engine.credits;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.deploynet.engine.storage.Disk;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.ReceiptRefusal;

/**
 * The receipts this super-peer earned: an append-only, hash-chained journal. Nothing is counted before it is forced. Safe
 * from any thread.
 */
@SuppressWarnings("DoNotCallSuggester") // Furnished by the next commit.
public final class ReceiptBook implements AutoCloseable {
    /** The latest receipt of one ticket that the network has not answered yet. */
    public record Entry(
            String ticketId, KeyId site, long price, long count, long bytes, String ticketJws, String receiptJws) {}

    private ReceiptBook() {}

    public static ReceiptBook open(Path folder, Disk disk, Clock clock) throws IOException {
        throw new UnsupportedOperationException("lands next");
    }

    /** Queues a verified receipt; it counts once the next batch is forced. Lower figures than before are ignored. */
    public void add(String ticketJws, Ticket ticket, String receiptJws, Receipt receipt) {
        throw new UnsupportedOperationException("lands next");
    }

    /** Returns when everything added before is forced. */
    public void flush() {
        throw new UnsupportedOperationException("lands next");
    }

    /** The oldest forced receipts that are to be settled, at most {@code max}. */
    public List<Entry> unsettled(int max) {
        throw new UnsupportedOperationException("lands next");
    }

    /** The network posted what {@link #unsettled} last handed out for these tickets. */
    public void settled(Collection<String> ticketIds) {
        throw new UnsupportedOperationException("lands next");
    }

    /** The network will not pay for this ticket. */
    public void refused(String ticketId, ReceiptRefusal why) {
        throw new UnsupportedOperationException("lands next");
    }

    public Totals totals() {
        throw new UnsupportedOperationException("lands next");
    }

    @Override
    public void close() {}
}
