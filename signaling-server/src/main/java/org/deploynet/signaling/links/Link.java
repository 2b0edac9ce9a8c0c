package org.deploynet.signaling.links;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.signaling.limits.Prefixes;
import org.deploynet.signaling.pairing.VisitorReach;
import org.deploynet.signaling.peers.OnlinePeer;

/**
 * One visitor's way to one super-peer, from its offer to its end: who was tried, whose answer counts, and which candidates
 * wait. Whoever touches it holds its monitor.
 */
final class Link {
    /** How far the handshake is. */
    enum State {
        SEARCHING,
        OFFERED,
        ANSWERED,
        OVER
    }

    private static final int MAX_ATTEMPTS = 3;

    private final String id;
    private final Visitor visitor;
    private final long ref;
    private final int bucket;
    private final String offer;
    private final String fingerprint;
    private final Set<KeyId> tried = new HashSet<>();
    private Set<KeyId> others = Set.of();
    private final List<Candidate> ofVisitor = new ArrayList<>();
    private final List<Candidate> ofPeerEarly = new ArrayList<>();
    private int ofPeerCount;
    private final VisitorReach reach;
    private final Attempt attempt = new Attempt();
    private State state = State.SEARCHING;
    private Optional<OnlinePeer> peer = Optional.empty();
    private Optional<Ticket> ticket = Optional.empty();
    private int uncoveredRenewals;

    Link(String id, Visitor visitor, long ref, int bucket, String offer, String fingerprint, VisitorReach reach) {
        this.id = id;
        this.visitor = visitor;
        this.ref = ref;
        this.bucket = bucket;
        this.offer = offer;
        this.fingerprint = fingerprint;
        this.reach = reach;
    }

    String id() {
        return id;
    }

    Visitor visitor() {
        return visitor;
    }

    long ref() {
        return ref;
    }

    int bucket() {
        return bucket;
    }

    String offer() {
        return offer;
    }

    /** Of the visitor's DTLS certificate on this link. */
    String fingerprint() {
        return fingerprint;
    }

    /** What the visitor's candidates on this link say of how it is reached. */
    VisitorReach reach() {
        return reach;
    }

    /** How far the way to the super-peer is, of which the server only hears. */
    Attempt attempt() {
        return attempt;
    }

    State state() {
        return state;
    }

    Optional<OnlinePeer> peer() {
        return peer;
    }

    Optional<Ticket> ticket() {
        return ticket;
    }

    /** Super-peers that have declined it. */
    Set<KeyId> tried() {
        return tried;
    }

    /** Super-peers that the visitor has links to already and wants another one beside. */
    Set<KeyId> others() {
        return others;
    }

    void notTo(Set<KeyId> peers) {
        others = Set.copyOf(peers);
    }

    boolean isWith(OnlinePeer other) {
        return peer.filter(current -> current == other).isPresent();
    }

    /** Whether visitor and super-peer may be in one home, see {@link Prefixes#sameHome}. */
    boolean isAtHomeOf(OnlinePeer other) {
        return Prefixes.sameHome(visitor.address(), other.address());
    }

    /** Also after that super-peer has connected anew. */
    boolean isWithPeer(KeyId id) {
        return peer.filter(current -> current.id().equals(id)).isPresent();
    }

    boolean mayTryAnother() {
        return tried.size() < MAX_ATTEMPTS;
    }

    void offeredTo(OnlinePeer chosen, Ticket issued, Instant now, boolean forReputation) {
        tried.add(chosen.id());
        peer = Optional.of(chosen);
        ticket = Optional.of(issued);
        ofPeerEarly.clear();
        ofPeerCount = 0;
        attempt.begins(now, forReputation);
        state = State.OFFERED;
    }

    void searching() {
        peer = Optional.empty();
        ticket = Optional.empty();
        state = State.SEARCHING;
    }

    void answered() {
        state = State.ANSWERED;
    }

    void over() {
        state = State.OVER;
    }

    void renewed(Ticket next, boolean covered) {
        ticket = Optional.of(next);
        uncoveredRenewals = covered ? 0 : uncoveredRenewals + 1;
    }

    int uncoveredRenewals() {
        return uncoveredRenewals;
    }

    /** Whether the visitor's candidate still counts; it is kept for a super-peer that is tried later. */
    boolean takeOfVisitor(Candidate candidate) {
        if (ofVisitor.size() >= Candidate.MAX_PER_LINK) {
            return false;
        }
        ofVisitor.add(candidate);
        return true;
    }

    /** Whether the super-peer's candidate still counts. */
    boolean takeOfPeer() {
        return ofPeerCount++ < Candidate.MAX_PER_LINK;
    }

    void keepUntilAnswer(Candidate candidate) {
        ofPeerEarly.add(candidate);
    }

    List<Candidate> ofVisitor() {
        return List.copyOf(ofVisitor);
    }

    List<Candidate> ofPeerEarly() {
        return List.copyOf(ofPeerEarly);
    }
}
