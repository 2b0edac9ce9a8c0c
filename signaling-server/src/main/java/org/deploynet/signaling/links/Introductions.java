package org.deploynet.signaling.links;

import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.protocol.signaling.ToVisitor;
import org.deploynet.protocol.signaling.TurnCredentials;
import org.deploynet.signaling.ledger.TicketOffice.Issued;
import org.deploynet.signaling.pairing.Likelihood;
import org.deploynet.signaling.pairing.Pair;
import org.deploynet.signaling.peers.Lookup;
import org.deploynet.signaling.peers.OnlinePeer;
import org.deploynet.signaling.reputation.Reputations;
import org.deploynet.signaling.sites.Sites;

/** Brings a visitor's offer to the best super-peer, with a ticket for both. The caller holds the link's monitor. */
public final class Introductions {
    private final Sites sites;
    private final Lookup lookup;
    private final LinkTickets tickets;
    private final Reputations reputations;
    private final Supplier<Optional<TurnCredentials>> relay;
    private final Clock clock;

    /** @param relay lends a relay for one link, where there is one */
    public Introductions(
            Sites sites,
            Lookup lookup,
            LinkTickets tickets,
            Reputations reputations,
            Supplier<Optional<TurnCredentials>> relay,
            Clock clock) {
        this.sites = sites;
        this.lookup = lookup;
        this.tickets = tickets;
        this.reputations = reputations;
        this.relay = relay;
        this.clock = clock;
    }

    /** Sends offer and ticket on their ways; otherwise says why not. */
    Optional<Refused.Code> introduce(Link link) {
        if (sites.serving(link.visitor().site()).isEmpty()) {
            return Optional.of(Refused.Code.UNKNOWN_SITE);
        }
        Visitor visitor = link.visitor();
        var seeker = new Lookup.Seeker(visitor.reach(), visitor.failedWith(), visitor.address());
        Optional<Lookup.Found> found = lookup.find(
                visitor.site(),
                link.bucket(),
                excluded(link),
                seeker,
                peer -> tickets.price(visitor, peer, Ticket.FIRST_MAX_BYTES));
        if (found.isEmpty()) {
            return Optional.of(Refused.Code.NO_PEER);
        }
        Optional<Issued> issued = tickets.issue(link, found.get().peer(), Ticket.FIRST_MAX_BYTES);
        if (issued.isEmpty()) {
            return Optional.of(Refused.Code.BUDGET);
        }
        send(link, found.get(), issued.get());
        return Optional.empty();
    }

    // The visitor hears of the link first: the super-peer's answer may be quicker than this thread.
    private void send(Link link, Lookup.Found found, Issued issued) {
        OnlinePeer peer = found.peer();
        reputations.issued(issued.ticket().id(), link.visitor().address());
        boolean counts = reputations.asked(link.visitor().address(), peer.id());
        link.offeredTo(peer, issued.ticket(), clock.instant(), counts);
        peer.offered();
        link.visitor().line().send(new ToVisitor.Link(link.ref(), link.id(), peer.id(), issued.jws()));
        Optional<Boolean> together = Optional.of(true).filter(_ -> link.isAtHomeOf(peer));
        peer.line()
                .send(new ToSuperPeer.Offer(
                        link.id(), link.offer(), issued.jws(), relay(link.visitor(), found), together));
        link.ofVisitor().forEach(peer.line()::send);
    }

    private Optional<TurnCredentials> relay(Visitor visitor, Lookup.Found found) {
        Pair pair = Pair.of(visitor.reach(), found.peer().reach());
        return Likelihood.wantsRelay(pair, found.chance()) ? relay.get() : Optional.empty();
    }

    private static Set<KeyId> excluded(Link link) {
        var excluded = new HashSet<>(link.tried());
        excluded.addAll(link.others());
        excluded.addAll(link.visitor().unwanted());
        return excluded;
    }
}
