package org.deploynet.engine.credits;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;

/**
 * What is to be written: of each ticket only the latest receipt, since its figures are totals; and answers of the network.
 * Each thing that was added has a number, so that one can wait for it. For the thread that holds the book's lock.
 */
final class WaitingEntries {
    private static final int MOST = 4096;
    private static final int BATCH_BYTES = JournalFrame.MAX_PAYLOAD_BYTES / 2;
    private static final int ENTRY_BYTES = 256;

    private final Map<String, Waiting> receipts = new LinkedHashMap<>();
    private final Queue<Answer> answers = new ArrayDeque<>();
    private long added;

    /** One receipt that waits. */
    record Waiting(String ticketJws, Ticket ticket, String receiptJws, Receipt receipt, long number) {}

    private record Answer(JournalEntry entry, long number) {}

    /** What to write next; afterwards everything up to number {@code upTo} is written. */
    record Batch(List<JournalEntry> entries, long upTo) {}

    void add(String ticketJws, Ticket ticket, String receiptJws, Receipt receipt) {
        Waiting before = receipts.get(ticket.id());
        if (before == null && receipts.size() < MOST) {
            receipts.put(ticket.id(), new Waiting(ticketJws, ticket, receiptJws, receipt, ++added));
        } else if (before != null && before.receipt().bytes() < receipt.bytes()) {
            receipts.put(ticket.id(), new Waiting(ticketJws, ticket, receiptJws, receipt, before.number()));
        }
    }

    /** Answers are bounded by what was asked; one that is not taken (false) is given again to the next question. */
    boolean add(JournalEntry answer) {
        return answers.size() < MOST && answers.add(new Answer(answer, ++added));
    }

    boolean isEmpty() {
        return receipts.isEmpty() && answers.isEmpty();
    }

    /** The number of what was added last. */
    long added() {
        return added;
    }

    Batch take(Standings forced, Clock clock) {
        var entries = new ArrayList<JournalEntry>();
        long bytes = 0;
        var next = receipts.values().iterator();
        while (next.hasNext() && bytes < BATCH_BYTES) {
            bytes += addEntries(next.next(), forced, clock, entries);
            next.remove();
        }
        while (!answers.isEmpty() && bytes < BATCH_BYTES) {
            entries.add(answers.remove().entry());
            bytes += ENTRY_BYTES;
        }
        return new Batch(entries, lowestLeft() - 1);
    }

    private static int addEntries(Waiting waiting, Standings forced, Clock clock, List<JournalEntry> entries) {
        Ticket ticket = waiting.ticket();
        Receipt receipt = waiting.receipt();
        Optional<Standing> known = forced.get(ticket.id());
        if (known.isPresent() && known.get().bytes() >= receipt.bytes()) {
            return 0;
        }
        if (known.isEmpty()) {
            entries.add(new JournalEntry.Opened(ticket.id(), ticket.site(), ticket.price(), waiting.ticketJws()));
        }
        entries.add(new JournalEntry.Counted(
                ticket.id(), receipt.count(), receipt.bytes(), waiting.receiptJws(), clock.millis()));
        return 2 * ENTRY_BYTES
                + waiting.ticketJws().length()
                + waiting.receiptJws().length();
    }

    private long lowestLeft() {
        long lowest = added + 1;
        for (Waiting waiting : receipts.values()) {
            lowest = Math.min(lowest, waiting.number());
        }
        return answers.isEmpty() ? lowest : Math.min(lowest, answers.element().number());
    }
}
