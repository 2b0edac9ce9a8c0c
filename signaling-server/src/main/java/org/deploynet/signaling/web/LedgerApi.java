package org.deploynet.signaling.web;

import java.util.Optional;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.signaling.api.LedgerEntries;
import org.deploynet.signaling.api.SignedCheckpoint;
import org.deploynet.signaling.ledger.Checkpoints;

/** What anybody may ask of the ledger: the network's signed word on it, and proofs that it keeps to that. */
final class LedgerApi {
    private static final String NO_SUCH = "the ledger does not have so many entries";

    private final Checkpoints checkpoints;

    LedgerApi(Checkpoints checkpoints) {
        this.checkpoints = checkpoints;
    }

    void checkpoint(Exchange exchange) {
        exchange.answer(200, new SignedCheckpoint(checkpoints.latest()));
    }

    void inclusion(Exchange exchange) {
        Optional<Long> entry = exchange.number("entry");
        Optional<Long> size = exchange.number("size");
        if (entry.isEmpty() || size.isEmpty()) {
            exchange.fail(400, "entry and size are whole numbers");
            return;
        }
        checkpoints
                .inclusion(entry.get(), size.get())
                .ifPresentOrElse(proof -> exchange.answer(200, proof), () -> exchange.fail(404, NO_SUCH));
    }

    void consistency(Exchange exchange) {
        Optional<Long> from = exchange.number("from");
        Optional<Long> to = exchange.number("to");
        if (from.isEmpty() || to.isEmpty()) {
            exchange.fail(400, "from and to are whole numbers");
            return;
        }
        checkpoints
                .consistency(from.get(), to.get())
                .ifPresentOrElse(proof -> exchange.answer(200, proof), () -> exchange.fail(404, NO_SUCH));
    }

    void entries(Exchange exchange) {
        String ticket = exchange.parameter("ticket");
        if (ticket.isEmpty() || ticket.length() > Ticket.MAX_ID_CHARS) {
            exchange.fail(400, "ticket is the id of a ticket");
            return;
        }
        exchange.answer(200, new LedgerEntries(checkpoints.entriesOf(ticket)));
    }
}
