package org.deploynet.engine.assembly;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.EngineEvent;
import org.deploynet.engine.control.RecentEvents;
import org.deploynet.engine.credits.InclusionChecks;
import org.deploynet.engine.credits.ReceiptBook;
import org.deploynet.engine.credits.StatementCheck;
import org.deploynet.engine.rendezvous.Settlement;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.ReceiptRefusal;
import org.deploynet.protocol.signaling.ToSuperPeer.Included;
import org.deploynet.protocol.signaling.ToSuperPeer.Stated;

/** The receipt book as the rendezvous sees it. Safe from any thread. */
record ReceiptsToSettle(
        ReceiptBook book, StatementCheck statement, InclusionChecks inclusion, RecentEvents events, Clock clock)
        implements Settlement {
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
        if (why != ReceiptRefusal.BACKWARDS) {
            events.add(new EngineEvent.ReceiptRefused(clock.instant(), ticket, why.name()));
        }
    }

    @Override
    public List<String> endedLinks(int max) {
        return book.endedLinks(max);
    }

    @Override
    public void forget(Collection<String> links) {
        book.forget(links);
    }

    @Override
    public Optional<FromSuperPeer> question(long ref) {
        Optional<FromSuperPeer> first = statement.next(ref).map(FromSuperPeer.class::cast);
        return first.or(() -> inclusion.next(ref));
    }

    @Override
    public void included(Included answer) {
        inclusion.answered(answer);
    }

    @Override
    public void stated(Stated answer) {
        statement.answered(answer);
    }
}
