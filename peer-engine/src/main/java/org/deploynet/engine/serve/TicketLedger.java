package org.deploynet.engine.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.PublicKeyJwk;

/**
 * The tickets of one link: which one a want counts on, and what all of them together still owe. For one thread: the link's
 * loop.
 */
final class TicketLedger {
    private static final int MAX_TICKETS = 8;
    private static final long MAX_UNPAID = 8L * 1024 * 1024;
    private static final long MIN_UNPAID = 2L * 1024 * 1024;
    private static final int UNPAID_SECONDS = 2;

    private final List<TicketAccount> accounts = new ArrayList<>();
    private TicketAccount current;
    private long unpaidOfForgotten;

    TicketLedger(String jws, Ticket first) {
        current = new TicketAccount(jws, first);
        accounts.add(current);
    }

    TicketAccount current() {
        return current;
    }

    /** Wants that follow count on {@code ticket}, which must be for the same visitor and site as the first one. */
    void renew(String jws, Ticket ticket) throws ProtocolException {
        Ticket before = current.ticket();
        boolean same = ticket.site().equals(before.site())
                && ticket.sessionKey().equals(before.sessionKey())
                && ticket.visitorFingerprint().equals(before.visitorFingerprint());
        if (!same) {
            throw new ProtocolException("a ticket of another visitor");
        }
        if (find(ticket.id()).isPresent()) {
            throw new ProtocolException("a ticket that was used before");
        }
        forgetOldest();
        current = new TicketAccount(jws, ticket);
        accounts.add(current);
    }

    private void forgetOldest() throws ProtocolException {
        if (accounts.size() == MAX_TICKETS) {
            TicketAccount oldest = accounts.stream()
                    .filter(account -> !account.hasOpenWants())
                    .findFirst()
                    .orElseThrow(() -> new ProtocolException("wants are open on too many tickets"));
            unpaidOfForgotten += oldest.unpaid();
            accounts.remove(oldest);
        }
    }

    /** A receipt that counted. */
    record Accepted(TicketAccount account, Receipt receipt, long addedBytes) {}

    /** Empty if its ticket is forgotten or the receipt adds nothing. */
    Optional<Accepted> receipt(String jws) throws ProtocolException {
        PublicKeyJwk session = current.ticket().sessionKey();
        Receipt receipt = Receipt.verify(jws, session);
        Optional<TicketAccount> account = find(receipt.ticket());
        if (account.isEmpty()) {
            return Optional.empty();
        }
        long added = account.get().receipted(receipt);
        return added == 0 ? Optional.empty() : Optional.of(new Accepted(account.get(), receipt, added));
    }

    private Optional<TicketAccount> find(String id) {
        return accounts.stream()
                .filter(account -> account.ticket().id().equals(id))
                .findFirst();
    }

    /** Payload that no receipt covers; see docs/protocol.md §3, unpaid bytes. */
    long unpaid() {
        return unpaidOfForgotten
                + accounts.stream().mapToLong(TicketAccount::unpaid).sum();
    }

    /** How much more may be sent before a receipt has to come, at the rate of the last two seconds. */
    long headroom(long bytesPerSecond) {
        return Math.clamp(bytesPerSecond * UNPAID_SECONDS, MIN_UNPAID, MAX_UNPAID) - unpaid();
    }
}
