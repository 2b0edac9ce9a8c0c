package org.deploynet.engine.credits;

import java.util.Map;
import java.util.Optional;
import org.deploynet.engine.credits.Totals.Sum;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.ReceiptRefusal;

/** How one ticket stands: what its latest receipt says, what of it was settled, or why it is not paid. */
record Standing(
        String ticketId,
        KeyId site,
        long price,
        String ticketJws,
        long count,
        long bytes,
        String receiptJws,
        long settledBytes,
        long provenBytes,
        Optional<ReceiptRefusal> refused,
        long changedAt) {
    static Standing of(JournalEntry.Opened opened) {
        return new Standing(
                opened.ticketId(),
                opened.site(),
                opened.price(),
                opened.ticketJws(),
                0,
                0,
                "",
                0,
                0,
                Optional.empty(),
                0);
    }

    Standing counted(JournalEntry.Counted to) {
        return new Standing(
                ticketId,
                site,
                price,
                ticketJws,
                to.count(),
                to.bytes(),
                to.receiptJws(),
                settledBytes,
                provenBytes,
                refused,
                to.at());
    }

    Standing settled(JournalEntry.Settled to) {
        long most = Math.min(bytes, Math.max(settledBytes, to.bytes()));
        return new Standing(
                ticketId, site, price, ticketJws, count, bytes, receiptJws, most, provenBytes, refused, to.at());
    }

    /** It stays where it is in the list: nothing of it has changed. */
    Standing proven(JournalEntry.Proven to) {
        long most = Math.min(settledBytes, Math.max(provenBytes, to.bytes()));
        return new Standing(
                ticketId, site, price, ticketJws, count, bytes, receiptJws, settledBytes, most, refused, changedAt);
    }

    /** As if the network had never answered. */
    Standing reopened() {
        return new Standing(
                ticketId, site, price, ticketJws, count, bytes, receiptJws, 0, 0, Optional.empty(), changedAt);
    }

    /** Whether the network said to have posted some of it and refused nothing. */
    boolean isReopenable() {
        return refused.isEmpty() && settledBytes > 0;
    }

    Standing refused(JournalEntry.Refused by) {
        return new Standing(
                ticketId,
                site,
                price,
                ticketJws,
                count,
                bytes,
                receiptJws,
                settledBytes,
                provenBytes,
                Optional.of(by.why()),
                by.at());
    }

    ReceiptPlace place() {
        return new ReceiptPlace(changedAt, ticketId);
    }

    boolean isUnsettled() {
        return refused.isEmpty() && settledBytes < bytes;
    }

    /** What was posted for it; nothing is posted for less than a microcredit. */
    long earned() {
        return Price.earned(settledBytes, price);
    }

    /** Whether nothing is left to be shown of what the network said to have posted. */
    boolean isProven() {
        return provenBytes == settledBytes || earned() == 0;
    }

    Totals totals() {
        Sum measured = new Sum(bytes, Price.earned(bytes, price));
        Sum settled = new Sum(settledBytes, Price.earned(settledBytes, price));
        return new Totals(
                measured,
                settled,
                refused.map(why -> Map.of(why, measured.minus(settled))).orElse(Map.of()));
    }

    ReceiptBook.Entry toEntry() {
        return new ReceiptBook.Entry(ticketId, site, price, count, bytes, ticketJws, receiptJws);
    }
}
