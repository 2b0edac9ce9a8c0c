package org.deploynet.engine.assembly;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import org.deploynet.control.EngineEvent;
import org.deploynet.engine.control.RecentEvents;
import org.deploynet.engine.credits.ReceiptBook;
import org.deploynet.engine.rendezvous.Settlement;
import org.deploynet.protocol.signaling.ReceiptRefusal;

/** The receipt book as the rendezvous sees it. Safe from any thread. */
record ReceiptsToSettle(ReceiptBook book, RecentEvents events, Clock clock) implements Settlement {
    @Override
    public List<String> unsettled(int max) {
        return book.unsettled(max).stream().map(ReceiptBook.Entry::receiptJws).toList();
    }

    @Override
    public void settled(Collection<String> tickets) {
        book.settled(tickets);
    }

    @Override
    public void refused(String ticket, ReceiptRefusal why) {
        book.refused(ticket, why);
        events.add(new EngineEvent.ReceiptRefused(clock.instant(), ticket, why.name()));
    }

    @Override
    public List<String> endedLinks(int max) {
        return book.endedLinks(max);
    }

    @Override
    public void forget(Collection<String> links) {
        book.forget(links);
    }
}
