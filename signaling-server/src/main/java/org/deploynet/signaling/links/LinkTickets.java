package org.deploynet.signaling.links;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.signaling.guard.PaidBytes;
import org.deploynet.signaling.guard.PaidBytes.Claim;
import org.deploynet.signaling.guard.PaidBytes.Over;
import org.deploynet.signaling.guard.Unpaid;
import org.deploynet.signaling.guard.UnpaidTickets;
import org.deploynet.signaling.ledger.Budgets;
import org.deploynet.signaling.ledger.Budgets.Held;
import org.deploynet.signaling.ledger.TicketOffice;
import org.deploynet.signaling.ledger.TicketOffice.Issued;
import org.deploynet.signaling.limits.Prefixes;
import org.deploynet.signaling.peers.OnlinePeer;
import org.deploynet.signaling.regions.TicketCountries;
import org.deploynet.signaling.reports.Refusals;

/**
 * The tickets of links, first and further ones: what cannot be paid for is issued at price 0, so that the page gets its bytes in
 * any case. The caller holds the link's monitor.
 */
public final class LinkTickets {
    /** What every ticket is asked about, anew at each renewal. */
    public record Terms(long price, boolean paySamePrefix) {}

    private final TicketOffice office;
    private final PaidBytes paid;
    private final UnpaidTickets unpaid;
    private final Refusals refusals;
    private final Predicate<OnlinePeer> isPaidThere;
    private final TicketCountries countries;
    private final Terms terms;

    /** @param isPaidThere whether a super-peer is the one of its address that is paid */
    public LinkTickets(
            TicketOffice office,
            PaidBytes paid,
            UnpaidTickets unpaid,
            Refusals refusals,
            Predicate<OnlinePeer> isPaidThere,
            TicketCountries countries,
            Terms terms) {
        this.office = office;
        this.paid = paid;
        this.unpaid = unpaid;
        this.refusals = refusals;
        this.isPaidThere = isPaidThere;
        this.countries = countries;
        this.terms = terms;
    }

    /** A ticket for {@code link} with {@code peer}; empty when the site's budget does not cover it. */
    Optional<Issued> issue(Link link, OnlinePeer peer, long bytes) {
        return reserve(link, peer, bytes).map(office::sign);
    }

    /** What a ticket of so many bytes between them would pay now, microcredits per 10^9 bytes. */
    long price(Visitor visitor, OnlinePeer peer, long bytes) {
        Optional<Unpaid> why = reason(visitor, peer)
                .or(() -> paid.over(visitor.address(), visitor.site(), bytes))
                .or(() -> office.isOverDay(visitor.site(), bytes, terms.price())
                        ? Optional.of(Unpaid.DAY_CAP)
                        : Optional.empty());
        return why.isPresent() ? 0 : terms.price();
    }

    /** The same, not signed yet. */
    Optional<Ticket> reserve(Link link, OnlinePeer peer, long bytes) {
        Optional<Ticket> ticket = reserved(link, peer, bytes);
        ticket.ifPresent(issued -> countries.issued(issued.id(), link.visitor().address()));
        return ticket;
    }

    private Optional<Ticket> reserved(Link link, OnlinePeer peer, long bytes) {
        if (terms.price() == 0) {
            return office.reserve(request(link, peer, bytes, 0)).ticket();
        }
        Optional<Unpaid> reason = reason(link.visitor(), peer);
        if (reason.isPresent()) {
            return unpaid(link, peer, bytes, reason.get());
        }
        return switch (paid.claim(link.visitor().address(), link.visitor().site(), bytes)) {
            case Over over -> unpaid(link, peer, bytes, over.why());
            case Claim claim -> paid(link, peer, bytes, claim);
        };
    }

    /** Nothing more is paid for these. */
    void ended(List<Budgets.Ended> tickets) {
        tickets.forEach(ticket -> paid.ended(ticket.id(), ticket.bytes()));
    }

    private Optional<Unpaid> reason(Visitor visitor, OnlinePeer peer) {
        if (visitor.lacksPageToken()) {
            return Optional.of(Unpaid.NO_TOKEN);
        }
        if (!terms.paySamePrefix() && Prefixes.same(visitor.address(), peer.address())) {
            return Optional.of(Unpaid.SAME_PREFIX);
        }
        return isPaidThere.test(peer) ? Optional.empty() : Optional.of(Unpaid.SAME_ADDRESS);
    }

    private Optional<Ticket> paid(Link link, OnlinePeer peer, long bytes, Claim claim) {
        TicketOffice.Reserved reserved = office.reserve(request(link, peer, bytes, terms.price()));
        reserved.ticket().ifPresentOrElse(issued -> paid.issued(issued.id(), claim), () -> paid.giveBack(claim));
        return reserved.held() == Held.DAY_IS_SPENT ? unpaid(link, peer, bytes, Unpaid.DAY_CAP) : reserved.ticket();
    }

    private Optional<Ticket> unpaid(Link link, OnlinePeer peer, long bytes, Unpaid why) {
        unpaid.count(why);
        refusals.count(link.visitor().site(), why.code());
        return office.reserve(request(link, peer, bytes, 0)).ticket();
    }

    private static TicketOffice.Request request(Link link, OnlinePeer peer, long bytes, long price) {
        return new TicketOffice.Request(
                link.id(),
                link.visitor().site(),
                peer.id(),
                peer.fingerprint(),
                link.fingerprint(),
                link.visitor().sessionKey(),
                bytes,
                price);
    }
}
