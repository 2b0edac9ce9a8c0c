package org.deploynet.signaling.links;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.signaling.FromSuperPeer.Opened;
import org.deploynet.signaling.pairing.Outcome;
import org.deploynet.signaling.pairing.Pair;
import org.deploynet.signaling.pairing.Pairings;
import org.deploynet.signaling.pairing.Reach;
import org.deploynet.signaling.peers.OnlinePeer;
import org.deploynet.signaling.reputation.Reputations;

/**
 * Finds out whether links opened, and has each counted once: by the super-peer's word, or because a visitor who waited in vain leaves or
 * asks for another. The caller holds the link's monitor.
 */
final class Outcomes {
    private final Pairings pairings;
    private final Reputations reputations;
    private final Clock clock;

    Outcomes(Pairings pairings, Reputations reputations, Clock clock) {
        this.pairings = pairings;
        this.reputations = reputations;
        this.clock = clock;
    }

    void answered(Link link, OnlinePeer peer) {
        link.attempt().answered(clock.instant());
        if (link.attempt().isForReputation()) {
            reputations.answered(peer.id(), link.attempt().age(clock.instant()));
        }
    }

    /** The super-peer does not take the offer. */
    void declined(Link link, OnlinePeer peer) {
        if (link.attempt().isForReputation()) {
            reputations.declined(peer.id());
        }
    }

    /** The super-peer says that the link is open, and maybe which way it takes. */
    void opened(Link link, Opened said) {
        link.attempt().opened();
        said.path()
                .ifPresent(path -> count(
                        link,
                        switch (path) {
                            case DIRECT -> Outcome.DIRECT;
                            case RELAYED -> Outcome.RELAYED;
                        }));
    }

    /** The super-peer gave up after its answer. */
    void failed(Link link) {
        if (!link.attempt().isOpen()) {
            link.peer().map(OnlinePeer::id).ifPresent(link.visitor().failedWith()::add);
            count(link, Outcome.FAILED);
        }
    }

    /** The visitor wants another link and has given up those that are not open; {@code beside} are those that it keeps. */
    void wantsAnother(Visitor visitor, List<String> beside) {
        for (Link link : List.copyOf(visitor.links())) {
            synchronized (link) {
                if (!beside.contains(link.id()) && isInVain(link)) {
                    failed(link);
                }
            }
        }
    }

    /** The link is over, whoever says so. */
    void over(Link link) {
        if (link.attempt().isOpen()) {
            count(link, Outcome.OPENED);
        } else if (isInVain(link)) {
            failed(link);
        }
    }

    // Of a super-peer that does not tell of its links nobody knows that one is not open.
    private boolean isInVain(Link link) {
        return link.attempt().isInVain(clock.instant())
                && link.peer().filter(OnlinePeer::tellsOfLinks).isPresent();
    }

    // Within one home it is not the routers that decide.
    private void count(Link link, Outcome outcome) {
        Optional<OnlinePeer> peer =
                link.peer().filter(OnlinePeer::tellsOfLinks).filter(known -> !link.isAtHomeOf(known));
        if (peer.isPresent() && link.attempt().isToCount()) {
            Reach here = link.reach().now();
            Pair pair = Pair.of(
                    here.isKnown() ? here : link.visitor().reach(), peer.get().reach());
            pairings.count(link.visitor().address(), peer.get().id(), pair, outcome);
            judge(link, peer.get(), outcome);
        }
    }

    private void judge(Link link, OnlinePeer peer, Outcome outcome) {
        if (!link.attempt().isForReputation()) {
            return;
        }
        switch (outcome) {
            case DIRECT, RELAYED, OPENED -> reputations.connected(peer.id());
            case FAILED -> reputations.failed(peer.id());
        }
    }
}
