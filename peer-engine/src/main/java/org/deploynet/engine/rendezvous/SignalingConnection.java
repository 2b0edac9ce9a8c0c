package org.deploynet.engine.rendezvous;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.deploynet.engine.rendezvous.Rendezvous.Ending;
import org.deploynet.engine.rendezvous.Rendezvous.Parts;
import org.deploynet.engine.rendezvous.Rendezvous.Self;
import org.deploynet.engine.rendezvous.SignalingStatus.Phase;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.ManifestNews;
import org.deploynet.protocol.signaling.Proof;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.protocol.stun.TransactionId;
import org.deploynet.protocol.transparency.Checkpoint;

/**
 * One connection to the signaling server, from challenge to its end. Messages are taken one at a time on the socket's
 * thread; sending is safe from any.
 */
final class SignalingConnection implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SignalingConnection.class.getName());
    private static final Duration WELCOME_WITHIN = Duration.ofSeconds(15);
    /** The server pings every 25 s; two misses and some. */
    private static final Duration SILENT_AT_MOST = Duration.ofSeconds(65);

    /** After a change of the network, to a ping: several times what a far server takes, and one repetition of TCP's. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(3);

    private static final Duration REFUSED_AGAIN_AFTER = Duration.ofMinutes(1);

    private final Self self;
    private final SigningKey key;
    private final Parts parts;
    private final Runnable welcomed;
    private final AtomicLong lastRef = new AtomicLong();
    private final CompletableFuture<Ending> ended = new CompletableFuture<>();
    private final CountDownLatch joined = new CountDownLatch(1);
    private final SocketText socket;
    private final TransferTurns transfers;
    private final Reports reports;
    private volatile boolean dialsBack;
    private volatile boolean wantsReach;

    SignalingConnection(Self self, SigningKey key, Parts parts, Runnable welcomed) {
        this.self = self;
        this.key = key;
        this.parts = parts;
        this.welcomed = welcomed;
        this.socket = new SocketText(this::take, parts.events()::echoed, this::lost);
        this.transfers = new TransferTurns(this::send, lastRef::incrementAndGet, parts.transfers(), parts.nudges());
        this.reports = new Reports(
                this::send, lastRef::incrementAndGet, parts.events(), parts.settlement(), parts.nudges(), transfers);
    }

    /** Blocks until the connection ends. */
    Ending run(SocketDialer dialer) throws InterruptedException {
        try {
            dialer.dial(parts.server(), socket, ended);
        } catch (IOException e) {
            return ended.getNow(new Ending(Phase.UNREACHABLE, String.valueOf(e.getMessage()), Duration.ZERO));
        }
        if (!joined.await(WELCOME_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            lost("no welcome within " + WELCOME_WITHIN.toSeconds() + " s");
        }
        while (!ended.isDone()) {
            watch();
        }
        return ended.join();
    }

    private void watch() throws InterruptedException {
        try {
            ended.get(SILENT_AT_MOST.toMillis() / 4, TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException stillOpen) {
            if (socket.silentFor().compareTo(SILENT_AT_MOST) > 0) {
                lost("the server is silent");
            }
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("an ending is always a value", e);
        }
    }

    /**
     * The machine's network is another one and has the addresses {@code gone} no more: ends now what cannot live on, and soon what does
     * not answer. False if it had ended before.
     */
    boolean networkChanged(Set<InetAddress> gone) {
        if (ended.isDone()) {
            return false;
        }
        // What began in the old network may wait long for an answer that comes there.
        if (joined.getCount() > 0 || socket.isAtOneOf(gone)) {
            end(Ending.MOVED);
        } else {
            long prod = socket.prod();
            Thread.ofVirtual().name("signaling-answer").start(() -> mustAnswer(prod));
        }
        return true;
    }

    private void mustAnswer(long prod) {
        try {
            ended.get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException stillOpen) {
            if (!socket.hasAnswered(prod)) {
                end(Ending.MOVED);
            }
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("an ending is always a value", e);
        }
    }

    private void lost(String why) {
        end(new Ending(Phase.UNREACHABLE, why, Duration.ZERO));
    }

    private void end(Ending ending) {
        ended.complete(ending);
        joined.countDown();
        close();
    }

    private void take(String text) {
        try {
            take(SignalingCodec.decode(text, ToSuperPeer.class));
        } catch (ProtocolException e) {
            lost("the server breaks the protocol: " + e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a message of the signaling server was not handled", e);
        }
    }

    private void take(ToSuperPeer message) throws ProtocolException {
        if (message instanceof ToSuperPeer.Challenge challenge) {
            prove(challenge);
            return;
        }
        if (message instanceof Refused refused) {
            refused(refused);
            return;
        }
        if (message instanceof ToSuperPeer.Welcome welcome) {
            welcome(welcome);
            return;
        }
        if (joined.getCount() > 0) {
            throw new ProtocolException("a message before the welcome");
        }
        RendezvousEvents events = parts.events();
        switch (message) {
            case ToSuperPeer.Assign assign -> events.assigned(assign.sites());
            case ToSuperPeer.Unassign unassign -> events.unassigned(unassign.sites());
            case ToSuperPeer.Offer offer -> events.offered(offer, this::reply);
            case ToSuperPeer.Settled settled -> {
                events.balance(settled.balance());
                reports.settled(settled);
            }
            case ToSuperPeer.Transferred transferred -> {
                events.balance(transferred.balance());
                transfers.transferred(transferred);
            }
            case ToSuperPeer.CheckpointNews news -> checkpoint(news);
            case ToSuperPeer.Consistent answer -> events.consistent(answer.proof());
            case ToSuperPeer.Included answer -> reports.included(answer);
            case ToSuperPeer.Stated answer -> reports.stated(answer);
            case ToSuperPeer.Purge purge -> purge(purge);
            case ToSuperPeer.Reached counted -> events.reached(counted);
            case ToSuperPeer.Reputed word -> events.reputed(word);
            case ManifestNews news -> events.manifestNews(news);
            case Candidate candidate -> events.candidate(candidate);
            case ToSuperPeer.Challenge _, ToSuperPeer.Welcome _, Refused _ ->
                throw new IllegalStateException("handled above");
        }
    }

    private void prove(ToSuperPeer.Challenge challenge) {
        PublicKeyJwk known = parts.pin().pinned().orElse(challenge.key());
        if (!known.equals(challenge.key())) {
            end(new Ending(
                    Phase.OTHER_NETWORK,
                    "it is network " + challenge.network() + ", this super-peer belongs to " + known.id(),
                    REFUSED_AGAIN_AFTER));
            return;
        }
        try {
            parts.pin().pin(challenge.key());
        } catch (IOException e) {
            lost("the network's key cannot be kept: " + e.getMessage());
            return;
        }
        parts.events().joined(challenge.key());
        var proof = new Proof(challenge.nonce(), challenge.network(), key.id(), self.fingerprint(), self.epoch());
        send(new FromSuperPeer.Hello(
                lastRef.incrementAndGet(),
                key.id(),
                proof.sign(key),
                self.build(),
                parts.events().capacity()));
    }

    private void welcome(ToSuperPeer.Welcome welcome) {
        parts.time().set(welcome.time());
        dialsBack = welcome.dialBack().orElse(false);
        wantsReach = welcome.reach().orElse(false);
        parts.events().welcomed(welcome.stun());
        parts.events().balance(welcome.balance());
        joined.countDown();
        welcomed.run();
        reports.start(
                wantsReach,
                welcome.accounts().orElse(false),
                welcome.reputation().orElse(false));
    }

    private void refused(Refused refused) {
        Duration retryAfter = Duration.ofMillis(refused.retryAfterMs());
        switch (refused.code()) {
            case CLONE -> end(new Ending(Phase.CLONE, refused.message(), longer(retryAfter)));
            case UNAUTHORIZED, MALFORMED -> end(new Ending(Phase.REFUSED, refused.message(), longer(retryAfter)));
            case UNKNOWN_SITE, NO_PEER, BUDGET, UNKNOWN_LINK, LIMIT, OFF -> {
                if (joined.getCount() > 0) {
                    end(new Ending(Phase.REFUSED, refused.message(), retryAfter));
                } else {
                    LOG.log(System.Logger.Level.DEBUG, "the server refuses: {0}", refused.message());
                    reports.refused(refused.ref());
                    transfers.refused(refused);
                }
            }
        }
    }

    // Asking every second does not make a clone another peer.
    private static Duration longer(Duration asked) {
        return asked.compareTo(REFUSED_AGAIN_AFTER) > 0 ? asked : REFUSED_AGAIN_AFTER;
    }

    private void purge(ToSuperPeer.Purge purge) throws ProtocolException {
        PublicKeyJwk network =
                parts.pin().pinned().orElseThrow(() -> new ProtocolException("an order before the network is known"));
        PurgeOrder order = PurgeOrder.verify(purge.order(), network.id());
        parts.events().purge(order);
        send(new FromSuperPeer.Purged(order.id()));
    }

    private void checkpoint(ToSuperPeer.CheckpointNews news) throws ProtocolException {
        PublicKeyJwk network = parts.pin()
                .pinned()
                .orElseThrow(() -> new ProtocolException("a checkpoint before the network is known"));
        Checkpoint checkpoint = Checkpoint.verify(news.checkpoint(), network);
        parts.events()
                .checkpoint(checkpoint, news.checkpoint())
                .ifPresent(from ->
                        send(new FromSuperPeer.Consistency(lastRef.incrementAndGet(), from, checkpoint.size())));
    }

    // Servers of before close upon a message that they do not know.
    private void reply(FromSuperPeer message) {
        if (wantsReach || !(message instanceof FromSuperPeer.Opened)) {
            send(message);
        }
    }

    private void send(FromSuperPeer message) {
        socket.send(SignalingCodec.encode(message));
    }

    boolean ping(long number) {
        return joined.getCount() == 0 && socket.ping(number);
    }

    boolean dialBack(int port, TransactionId transaction) {
        if (joined.getCount() > 0 || !dialsBack) {
            return false;
        }
        send(new FromSuperPeer.DialBack(lastRef.incrementAndGet(), port, transaction));
        return true;
    }

    void settleLast(Duration patience) throws InterruptedException {
        reports.settleLast(patience);
    }

    @Override
    public void close() {
        reports.close();
        socket.close();
        ended.complete(new Ending(Phase.UNREACHABLE, "closed here", Duration.ZERO));
        joined.countDown();
    }
}
