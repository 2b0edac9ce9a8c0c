package org.deploynet.signaling.socket;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.Answer;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.FromSuperPeer.Decline;
import org.deploynet.protocol.signaling.FromSuperPeer.Hello;
import org.deploynet.protocol.signaling.FromSuperPeer.Inventory;
import org.deploynet.protocol.signaling.FromSuperPeer.Load;
import org.deploynet.protocol.signaling.FromSuperPeer.Purged;
import org.deploynet.protocol.signaling.FromSuperPeer.Settle;
import org.deploynet.protocol.signaling.Proof;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.protocol.signaling.ToSuperPeer.Balance;
import org.deploynet.protocol.signaling.ToSuperPeer.Challenge;
import org.deploynet.protocol.signaling.ToSuperPeer.CheckpointNews;
import org.deploynet.protocol.signaling.ToSuperPeer.Consistent;
import org.deploynet.protocol.signaling.ToSuperPeer.Included;
import org.deploynet.protocol.signaling.ToSuperPeer.Reached;
import org.deploynet.protocol.signaling.ToSuperPeer.Settled;
import org.deploynet.protocol.signaling.ToSuperPeer.Stated;
import org.deploynet.protocol.signaling.ToSuperPeer.Transferred;
import org.deploynet.protocol.signaling.ToSuperPeer.Welcome;
import org.deploynet.signaling.ledger.AccountStatements;
import org.deploynet.signaling.ledger.Checkpoints;
import org.deploynet.signaling.ledger.Settlement;
import org.deploynet.signaling.ledger.Transfers;
import org.deploynet.signaling.limits.TokenBucket;
import org.deploynet.signaling.links.Handshakes;
import org.deploynet.signaling.pairing.Pairings;
import org.deploynet.signaling.pairing.Reach;
import org.deploynet.signaling.pairing.Tally;
import org.deploynet.signaling.peers.Epochs;
import org.deploynet.signaling.peers.OnlinePeer;
import org.deploynet.signaling.peers.Presence;
import org.deploynet.signaling.peers.SuperPeerLine;
import org.deploynet.signaling.purge.Purges;
import org.deploynet.signaling.reputation.Reputations;
import org.deploynet.signaling.stun.DialBack;

/** A super-peer's connection: challenge, proof, and then whatever it says, brought to the part it concerns. */
public final class SuperPeerSocket extends Wire {
    private static final int NONCE_BYTES = 32;
    // It speaks for all its browsers: 60 that come at once bring 60 answers and up to 20 candidates each.
    private static final int MESSAGES_A_SECOND = 500;
    private static final int BURST = 2_000;

    private static final int DIAL_AGAIN_AFTER_MS = 60_000;
    private static final double CONSENTS_A_SECOND = 0.1;
    private static final int CONSENTS_BURST = 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** The parts of the server that super-peers talk to. */
    public record Parts(
            SigningKey network,
            Epochs epochs,
            Presence presence,
            Predicate<OnlinePeer> isPaidThere,
            Handshakes handshakes,
            Pairings pairings,
            Reputations reputations,
            Settlement settlement,
            Transfers transfers,
            Checkpoints checkpoints,
            AccountStatements statements,
            Purges purges,
            List<String> stun,
            Optional<DialBack> dialBack,
            Clock clock) {}

    private final Parts parts;
    private final String nonce;
    private final TokenBucket consents = new TokenBucket(CONSENTS_A_SECOND, CONSENTS_BURST, System::nanoTime);
    private volatile Optional<OnlinePeer> peer = Optional.empty();

    public SuperPeerSocket(Wires wires, Parts parts) {
        super(wires, MESSAGES_A_SECOND, BURST);
        this.parts = parts;
        byte[] random = new byte[NONCE_BYTES];
        RANDOM.nextBytes(random);
        this.nonce = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    @Override
    void opened() {
        send(new Challenge(nonce, parts.network().id(), parts.network().publicKey()));
    }

    @Override
    void received(String text) throws ProtocolException {
        FromSuperPeer message = SignalingCodec.decode(text, FromSuperPeer.class);
        if (peer.isPresent()) {
            received(peer.get(), message);
        } else if (message instanceof Hello hello) {
            greet(hello);
        } else {
            throw new ProtocolException("the first message is hello");
        }
    }

    @Override
    void closed() {
        peer.ifPresent(parts.presence()::go);
    }

    @Override
    boolean isGreeted() {
        return peer.isPresent();
    }

    private void greet(Hello hello) {
        Proof proof;
        try {
            proof = checked(hello);
        } catch (ProtocolException e) {
            refuse(new Refused(hello.ref(), Refused.Code.UNAUTHORIZED, "the proof does not hold", 0));
            return;
        }
        if (!parts.epochs().admit(proof)) {
            String copied = "a newer start of this super-peer was here: its data folder was copied or restored";
            refuse(new Refused(hello.ref(), Refused.Code.CLONE, copied, 0));
            return;
        }
        parts.reputations().come(proof.peer());
        var online = new OnlinePeer(proof, hello.capacity(), address(), new Line());
        send(new Welcome(
                hello.ref(),
                parts.clock().millis(),
                address().getHostAddress(),
                parts.stun(),
                told(online, parts.settlement().balance(online.id())),
                Optional.of(parts.dialBack().isPresent()),
                Optional.of(true),
                Optional.of(true),
                Optional.of(true)));
        send(new CheckpointNews(parts.checkpoints().latest()));
        peer = Optional.of(online);
        parts.purges().remind(online);
        parts.presence().come(online);
    }

    private Proof checked(Hello hello) throws ProtocolException {
        Proof proof = Proof.verify(hello.proof());
        boolean ours = proof.nonce().equals(nonce)
                && proof.network().equals(parts.network().id());
        boolean plain = proof.fingerprint().matches("sha-256 [0-9A-F]{2}(:[0-9A-F]{2}){31}");
        if (!ours || !plain || !proof.peer().equals(hello.peer())) {
            throw new ProtocolException("the proof is for something else");
        }
        return proof;
    }

    private void received(OnlinePeer from, FromSuperPeer message) throws ProtocolException {
        switch (message) {
            case Hello _ -> throw new ProtocolException("a second hello");
            case Inventory inventory -> keeps(from, inventory);
            case Load load -> from.carries(load);
            case Answer answer -> parts.handshakes().answer(from, answer);
            case Candidate candidate -> parts.handshakes().candidate(from, candidate);
            case Decline decline -> parts.handshakes().decline(from, decline);
            case Purged purged -> parts.purges().purged(from, purged.id());
            case Settle settle -> settle(from, settle);
            case FromSuperPeer.DialBack wish -> dialBack(wish);
            case FromSuperPeer.Transfer wish -> transfer(from, wish);
            case FromSuperPeer.Consistency question -> prove(question);
            case FromSuperPeer.Inclusion question -> prove(question);
            case FromSuperPeer.Statement question ->
                send(new Stated(question.ref(), parts.statements().of(from.id(), question.after())));
            case FromSuperPeer.Reach reach -> isReached(from, reach);
            case FromSuperPeer.Opened opened -> parts.handshakes().opened(from, opened);
            case FromSuperPeer.Reputation question -> send(parts.reputations().tell(from.id(), question.ref()));
        }
    }

    private void keeps(OnlinePeer from, Inventory inventory) {
        // All is assigned anew every ten seconds anyway: whoever says something else all the time gets no more of it
        // than that.
        if (from.keeps(inventory) && consents.take()) {
            parts.presence().changed(from);
        }
    }

    private void settle(OnlinePeer from, Settle settle) {
        Settled settled = parts.settlement().settle(from.id(), settle.ref(), settle.receipts());
        settle.ended().ifPresent(links -> parts.handshakes().ended(from, links));
        send(new Settled(settled.ref(), settled.accepted(), settled.refused(), told(from, settled.balance())));
    }

    private Balance told(OnlinePeer to, Balance balance) {
        return parts.isPaidThere().test(to) ? balance : balance.whileAnotherIsPaid();
    }

    private void prove(FromSuperPeer.Consistency question) throws ProtocolException {
        send(new Consistent(
                question.ref(),
                parts.checkpoints()
                        .consistency(question.from(), question.to())
                        .orElseThrow(() -> new ProtocolException("the ledger does not have so many entries"))));
    }

    private void prove(FromSuperPeer.Inclusion question) throws ProtocolException {
        send(new Included(
                question.ref(),
                question.size(),
                parts.checkpoints()
                        .paid(question.tickets(), question.after(), question.size())
                        .orElseThrow(() -> new ProtocolException("the ledger does not have so many entries"))));
    }

    private void transfer(OnlinePeer from, FromSuperPeer.Transfer wish) throws ProtocolException {
        switch (parts.transfers().transfer(from.id(), wish)) {
            case DONE ->
                send(new Transferred(
                        wish.ref(), wish.id(), told(from, parts.settlement().balance(from.id()))));
            case UNKNOWN_SITE ->
                send(new Refused(wish.ref(), Refused.Code.UNKNOWN_SITE, "this network does not know the site", 0));
            case NOT_ENOUGH -> send(new Refused(wish.ref(), Refused.Code.BUDGET, "fewer credits are available", 0));
            case OTHER_FIGURES -> throw new ProtocolException("the id of a transfer with other figures");
        }
    }

    private void isReached(OnlinePeer from, FromSuperPeer.Reach said) {
        from.isReached(new Reach(said.nat(), said.ipv6()));
        Tally alike = parts.pairings().ofPeers(said.nat());
        send(new Reached(said.ref(), alike.tried(), alike.connected()));
    }

    private void dialBack(FromSuperPeer.DialBack wish) throws ProtocolException {
        DialBack caller = parts.dialBack()
                .orElseThrow(() -> new ProtocolException("the welcome says that this server does not dial back"));
        if (!caller.call(address(), wish.port(), wish.transaction())) {
            send(new Refused(wish.ref(), Refused.Code.LIMIT, "this port is not called now", DIAL_AGAIN_AFTER_MS));
        }
    }

    /** This socket as the other parts see it. */
    private final class Line implements SuperPeerLine {
        @Override
        public void send(ToSuperPeer message) {
            SuperPeerSocket.this.send(message);
        }

        @Override
        public void close(String why) {
            SuperPeerSocket.this.close(why);
        }
    }
}
