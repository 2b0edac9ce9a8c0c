package org.deploynet.engine.serve;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;

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

    /**
     * Wants that follow count on {@code ticket}, which must be for the same visitor and site as the first one. The oldest may be
     * forgotten for it, with what is not verified of it.
     */
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

    /** Takes a receipt, which pays once it is verified. One for a ticket that is forgotten only has to be genuine. */
    void receipt(String jws) throws ProtocolException {
        Receipt claimed = Receipt.claimed(jws);
        Optional<TicketAccount> account = find(claimed.ticket());
        if (account.isPresent()) {
            account.get().unverified().add(jws, claimed);
        } else {
            Receipt.verify(jws, current.ticket().sessionKey());
        }
    }

    /** When to {@link #verifyDue}, in nanoseconds from {@code now}; {@link Long#MAX_VALUE} if there is nothing to. */
    long nanosUntilDue(long now) {
        long due = Long.MAX_VALUE;
        for (TicketAccount account : accounts) {
            due = Math.min(due, account.unverified().nanosUntilDue(now));
        }
        return due;
    }

    /**
     * Counts the receipts that have waited long enough.
     *
     * @throws ProtocolException one is forged; {@code counted} has heard of all that are good
     */
    void verifyDue(long now, Consumer<UnverifiedReceipts.Verified> counted) throws ProtocolException {
        verify(0, now, counted);
    }

    /** As {@link #verifyDue}, but counts all; returns whether there was one. */
    boolean verifyAll(long now, Consumer<UnverifiedReceipts.Verified> counted) throws ProtocolException {
        return verify(Long.MAX_VALUE - 1, now, counted);
    }

    /** All that are due within {@code nanos}. */
    private boolean verify(long nanos, long now, Consumer<UnverifiedReceipts.Verified> counted)
            throws ProtocolException {
        boolean any = false;
        Optional<ProtocolException> forged = Optional.empty();
        for (TicketAccount account : accounts) {
            if (account.unverified().nanosUntilDue(now) <= nanos) {
                any = true;
                try {
                    account.unverified().verify(now, counted);
                } catch (ProtocolException e) {
                    forged = Optional.of(e);
                }
            }
        }
        if (forged.isPresent()) {
            throw forged.get();
        }
        return any;
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
