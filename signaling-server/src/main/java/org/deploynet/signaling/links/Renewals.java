package org.deploynet.signaling.links;

import java.time.Clock;
import java.util.Optional;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.signaling.FromVisitor.Renew;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToVisitor;
import org.deploynet.protocol.signaling.ToVisitor.Renewed;
import org.deploynet.signaling.ledger.TicketOffice.Issued;
import org.deploynet.signaling.peers.OnlinePeer;

/**
 * Further tickets on a link: twice as large as the current one if its receipt covers half of that, else as large, up to
 * 256 MiB. The caller holds the link's monitor.
 */
final class Renewals {
    static final long LARGEST_BYTES = 256L * 1024 * 1024;

    // A visitor that only asks would otherwise set aside a site's whole budget.
    private static final int MAX_UNCOVERED = 4;
    private static final int RETRY_MILLIS = 10_000;

    private final LinkTickets tickets;
    private final Clock clock;

    Renewals(LinkTickets tickets, Clock clock) {
        this.tickets = tickets;
        this.clock = clock;
    }

    ToVisitor renew(Link link, Renew renew) {
        Optional<Ticket> current = link.ticket();
        Optional<OnlinePeer> peer = link.peer();
        if (current.isEmpty() || peer.isEmpty() || link.state() != Link.State.ANSWERED) {
            return refused(renew, Refused.Code.UNKNOWN_LINK, "this link has no super-peer", 0);
        }
        boolean covered;
        try {
            covered = renew.receipt().isPresent() && coversHalf(renew.receipt().get(), current.get());
        } catch (ProtocolException e) {
            return refused(renew, Refused.Code.MALFORMED, "the receipt does not hold", 0);
        }
        if (!covered
                && link.uncoveredRenewals() >= MAX_UNCOVERED
                && !current.get().isExpired(clock.instant())) {
            return refused(renew, Refused.Code.LIMIT, "the tickets before were not used", RETRY_MILLIS);
        }
        return issue(link, renew, current.get(), peer.get(), covered);
    }

    private ToVisitor issue(Link link, Renew renew, Ticket current, OnlinePeer peer, boolean covered) {
        long bytes = covered ? Math.min(LARGEST_BYTES, 2 * current.maxBytes()) : current.maxBytes();
        Optional<Issued> issued = tickets.issue(link, peer, bytes);
        if (issued.isEmpty()) {
            return refused(renew, Refused.Code.BUDGET, "the site's budget is spent", RETRY_MILLIS);
        }
        link.renewed(issued.get().ticket(), covered);
        return new Renewed(renew.ref(), link.id(), issued.get().jws());
    }

    // A receipt of an older ticket is no error, it only says nothing about the current one.
    private static boolean coversHalf(String jws, Ticket current) throws ProtocolException {
        Receipt receipt = Receipt.verify(jws, current.sessionKey());
        return receipt.ticket().equals(current.id())
                && receipt.bytes() <= current.maxBytes()
                && 2 * receipt.bytes() >= current.maxBytes();
    }

    private static Refused refused(Renew renew, Refused.Code code, String message, int retryAfterMs) {
        return new Refused(renew.ref(), code, message, retryAfterMs);
    }
}
