package org.deploynet.engine.assembly;

import java.util.Optional;
import org.deploynet.engine.credits.TransferBook;
import org.deploynet.engine.credits.TransferBook.Refusal;
import org.deploynet.engine.rendezvous.TransferOrders;
import org.deploynet.protocol.signaling.Refused;

/** The book of transfers as the rendezvous sees it. Safe from any thread. */
record OrdersToSend(TransferBook book) implements TransferOrders {
    @Override
    public Optional<Order> next() {
        return book.next().map(order -> new Order(order.id(), order.site(), order.microcredits()));
    }

    @Override
    public void done(String id) {
        book.done(id);
    }

    @Override
    public void refused(String id, Refused.Code why) {
        book.refused(id, why == Refused.Code.UNKNOWN_SITE ? Refusal.UNKNOWN_SITE : Refusal.NOT_ENOUGH);
    }
}
