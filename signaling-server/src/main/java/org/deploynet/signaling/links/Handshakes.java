package org.deploynet.signaling.links;

import java.time.Clock;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.net.Fingerprints;
import org.deploynet.protocol.signaling.Answer;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.FromSuperPeer.Decline;
import org.deploynet.protocol.signaling.FromSuperPeer.Opened;
import org.deploynet.protocol.signaling.FromVisitor;
import org.deploynet.protocol.signaling.FromVisitor.Renew;
import org.deploynet.protocol.signaling.FromVisitor.Report;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToVisitor.Declined;
import org.deploynet.signaling.ledger.Budgets;
import org.deploynet.signaling.pairing.Pairings;
import org.deploynet.signaling.pairing.VisitorReach;
import org.deploynet.signaling.peers.OnlinePeer;
import org.deploynet.signaling.reports.Refusals;
import org.deploynet.signaling.reputation.Reputations;

/** All links between visitors and super-peers, from offer to end. Safe from any thread; issuing a ticket blocks. */
public final class Handshakes {
    private static final int ID_BYTES = 16;
    private static final int RETRY_MILLIS = 5_000;

    private final Map<String, Link> links = new ConcurrentHashMap<>();
    private final Introductions introductions;
    private final LinkTickets tickets;
    private final Renewals renewals;
    private final Budgets budgets;
    private final Candidates candidates;
    private final Outcomes outcomes;
    private final Reputations reputations;
    private final Refusals refusals;
    private final int stunEndpoints;
    private final Clock clock;
    private final java.security.SecureRandom random = new java.security.SecureRandom();
    private final LongAdder opened = new LongAdder();
    private final LongAdder reports = new LongAdder();

    /** @param stunEndpoints of the STUN servers that visitors are told, see {@link VisitorReach#endpoints} */
    public Handshakes(
            Introductions introductions,
            LinkTickets tickets,
            Budgets budgets,
            Candidates candidates,
            Pairings pairings,
            Reputations reputations,
            Refusals refusals,
            int stunEndpoints,
            Clock clock) {
        this.introductions = introductions;
        this.tickets = tickets;
        this.renewals = new Renewals(tickets, clock);
        this.budgets = budgets;
        this.candidates = candidates;
        this.outcomes = new Outcomes(pairings, reputations, clock);
        this.reputations = reputations;
        this.refusals = refusals;
        this.stunEndpoints = stunEndpoints;
        this.clock = clock;
    }

    /**
     * A visitor's offer: it hears of the link, or why there is none, under {@code ref}. Not for a super-peer of the links
     * {@code beside} which it is meant.
     */
    public void offer(Visitor visitor, long ref, int bucket, String sdp, List<String> beside) throws ProtocolException {
        String fingerprint = Fingerprints.of(sdp);
        if (!hasRoom(visitor)) {
            visitor.line().send(new Refused(ref, Refused.Code.LIMIT, "too many links at once", RETRY_MILLIS));
            return;
        }
        outcomes.wantsAnother(visitor, beside);
        var reach = new VisitorReach(stunEndpoints);
        reach.sawOffer(sdp);
        visitor.isReached(reach.now());
        var link = new Link(newId(), visitor, ref, bucket, candidates.filter(sdp), fingerprint, reach);
        Set<KeyId> others = peersOf(visitor, beside);
        links.put(link.id(), link);
        visitor.links().add(link);
        synchronized (link) {
            link.notTo(others);
            introductions.introduce(link).ifPresent(code -> refuse(link, code));
        }
    }

    private Set<KeyId> peersOf(Visitor visitor, List<String> ids) {
        var peers = new HashSet<KeyId>();
        for (String id : ids) {
            of(visitor, id).ifPresent(link -> {
                synchronized (link) {
                    link.peer().map(OnlinePeer::id).ifPresent(peers::add);
                }
            });
        }
        return peers;
    }

    public void answer(OnlinePeer from, Answer answer) throws ProtocolException {
        Optional<Link> found = of(from, answer.link());
        if (found.isEmpty()) {
            return;
        }
        Link link = found.get();
        synchronized (link) {
            if (link.state() != Link.State.OFFERED || !link.isWith(from)) {
                return;
            }
            if (!Fingerprints.of(answer.sdp()).equals(from.fingerprint())) {
                throw new ProtocolException("the answer has another fingerprint than the proof");
            }
            link.answered();
            outcomes.answered(link, from);
            opened.increment();
            link.visitor()
                    .line()
                    .send(new Answer(link.id(), candidatesOf(from, link).filter(answer.sdp())));
            link.ofPeerEarly().forEach(link.visitor().line()::send);
        }
    }

    public void candidate(OnlinePeer from, Candidate candidate) {
        of(from, candidate.link()).ifPresent(link -> {
            synchronized (link) {
                if (!link.isWith(from) || !passes(candidatesOf(from, link), candidate) || !link.takeOfPeer()) {
                    return;
                }
                if (link.state() == Link.State.ANSWERED) {
                    link.visitor().line().send(candidate);
                } else {
                    link.keepUntilAnswer(candidate);
                }
            }
        });
    }

    public void candidate(Visitor from, Candidate candidate) {
        of(from, candidate.link()).ifPresent(link -> {
            synchronized (link) {
                // Those that go no further tell of the visitor's network, too.
                link.reach().saw(candidate.candidate());
                from.isReached(link.reach().now());
                if (passes(candidates, candidate) && link.takeOfVisitor(candidate)) {
                    link.peer().ifPresent(peer -> peer.line().send(candidate));
                }
            }
        });
    }

    /** The super-peer says that the link is open. */
    public void opened(OnlinePeer from, Opened said) {
        of(from, said.link()).ifPresent(link -> {
            synchronized (link) {
                if (link.state() == Link.State.ANSWERED) {
                    outcomes.opened(link, said);
                }
            }
        });
    }

    /** The super-peer does not take the offer, or gives up the link: the next one is asked, or the visitor told. */
    public void decline(OnlinePeer from, Decline decline) {
        if (decline.why() == Decline.Why.FULL || decline.why() == Decline.Why.PAUSED) {
            from.refusedForNow();
        }
        of(from, decline.link()).ifPresent(link -> {
            synchronized (link) {
                if (link.state() == Link.State.OFFERED && link.isWith(from)) {
                    outcomes.declined(link, from);
                }
            }
            without(link, from);
        });
    }

    /** The super-peer's connection is over. Links that are open may live on without it, and can still be renewed. */
    public void gone(OnlinePeer peer) {
        links.values().stream().filter(link -> isWith(link, peer)).forEach(link -> {
            if (stateOf(link) == Link.State.ANSWERED) {
                link.visitor().line().send(new Declined(link.id()));
            } else {
                without(link, peer);
            }
        });
    }

    /** The super-peer says that these links are over: they get no further ticket, and what is held for them goes back. */
    public void ended(OnlinePeer peer, List<String> ended) {
        for (String id : ended) {
            Optional.ofNullable(links.get(id)).ifPresent(link -> {
                synchronized (link) {
                    if (link.isWithPeer(peer.id())) {
                        end(link);
                    }
                }
            });
        }
        // After that: a renewal that came first has set aside more.
        tickets.ended(budgets.linksEnded(peer.id(), ended));
    }

    public void gone(Visitor visitor) {
        List.copyOf(visitor.links()).forEach(link -> {
            synchronized (link) {
                if (link.state() == Link.State.OFFERED) {
                    giveBack(link);
                }
                end(link);
            }
        });
    }

    public void renew(Visitor from, Renew renew) {
        Optional<Link> found = of(from, renew.link());
        if (found.isEmpty()) {
            from.line().send(new Refused(renew.ref(), Refused.Code.UNKNOWN_LINK, "no such link", 0));
            return;
        }
        synchronized (found.get()) {
            from.line().send(renewals.renew(found.get(), renew));
            found.get().ticket().ifPresent(ticket -> reputations.issued(ticket.id(), from.address()));
        }
    }

    /**
     * A visitor says what its super-peer did wrong. Each is heard once of each, and of wrong pieces only while it holds a ticket that the
     * super-peer has taken.
     */
    public void report(Visitor from, Report report) {
        of(from, report.link()).ifPresent(link -> {
            synchronized (link) {
                link.peer().filter(peer -> from.unwanted().add(peer.id())).ifPresent(peer -> {
                    reports.increment();
                    if (report.what() == Report.What.WRONG_HASH && link.state() == Link.State.ANSWERED) {
                        reputations.wrongPiece(from.address(), peer.id());
                    }
                });
            }
        });
    }

    public int count() {
        return links.size();
    }

    public long opened() {
        return opened.sum();
    }

    public long reports() {
        return reports.sum();
    }

    private void without(Link link, OnlinePeer peer) {
        synchronized (link) {
            if (!link.isWith(peer)) {
                return;
            }
            if (link.state() == Link.State.OFFERED && link.mayTryAnother()) {
                giveBack(link);
                link.searching();
                introductions.introduce(link).ifPresent(code -> declined(link));
            } else {
                if (link.state() == Link.State.ANSWERED) {
                    outcomes.failed(link);
                }
                // Answered or not: it says that the link never opened, so that there is nothing to be paid.
                tickets.ended(budgets.linksEnded(peer.id(), List.of(link.id())));
                declined(link);
            }
        }
    }

    // Nobody can hold a receipt for it: the visitor never had an answer.
    private void giveBack(Link link) {
        link.ticket().map(Ticket::id).map(budgets::release).ifPresent(tickets::ended);
    }

    private void declined(Link link) {
        end(link);
        link.visitor().line().send(new Declined(link.id()));
    }

    private void refuse(Link link, Refused.Code code) {
        end(link);
        if (code != Refused.Code.UNKNOWN_SITE) {
            refusals.count(
                    link.visitor().site(), code.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        String message = switch (code) {
            case UNKNOWN_SITE -> "this network does not serve the site";
            case BUDGET -> "the site's budget is spent";
            default -> "no super-peer has room now";
        };
        link.visitor().line().send(new Refused(link.ref(), code, message, RETRY_MILLIS));
    }

    private void end(Link link) {
        outcomes.over(link);
        link.over();
        links.remove(link.id());
        link.visitor().links().remove(link);
    }

    // Nobody says when a link ends, so one whose ticket ran out without a renewal makes room for another.
    private boolean hasRoom(Visitor visitor) {
        if (visitor.links().size() >= FromVisitor.MAX_LINKS) {
            List.copyOf(visitor.links()).forEach(this::endIfExpired);
        }
        return visitor.links().size() < FromVisitor.MAX_LINKS;
    }

    private void endIfExpired(Link link) {
        synchronized (link) {
            if (link.ticket()
                    .filter(ticket -> ticket.isExpired(clock.instant()))
                    .isPresent()) {
                end(link);
            }
        }
    }

    private static boolean isWith(Link link, OnlinePeer peer) {
        synchronized (link) {
            return link.isWith(peer);
        }
    }

    private static Link.State stateOf(Link link) {
        synchronized (link) {
            return link.state();
        }
    }

    // A visitor who comes from the super-peer's own home may hear of its addresses there. It names none unless its
    // owner
    // wants that.
    private Candidates candidatesOf(OnlinePeer peer, Link link) {
        return link.isAtHomeOf(peer) ? candidates.withOwnNetwork() : candidates;
    }

    private static boolean passes(Candidates rules, Candidate candidate) {
        return candidate.candidate().isEmpty() || rules.allows(candidate.candidate());
    }

    private Optional<Link> of(OnlinePeer peer, String id) {
        return Optional.ofNullable(links.get(id)).filter(link -> isWith(link, peer));
    }

    private Optional<Link> of(Visitor visitor, String id) {
        return Optional.ofNullable(links.get(id)).filter(link -> link.visitor() == visitor);
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
