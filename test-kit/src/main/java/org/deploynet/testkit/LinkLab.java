package org.deploynet.testkit;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCIceCandidate;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.engine.limits.UploadBudget;
import org.deploynet.engine.link.PeerLink;
import org.deploynet.engine.link.rtc.HandshakeEvents;
import org.deploynet.engine.link.rtc.RtcOptions;
import org.deploynet.engine.link.rtc.RtcPeers;
import org.deploynet.engine.serve.Entry;
import org.deploynet.engine.serve.PieceServer;
import org.deploynet.engine.serve.Reception;
import org.deploynet.engine.serve.SitePolicy;
import org.deploynet.engine.serve.TicketGate;
import org.deploynet.engine.serve.UploadPump;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.net.Fingerprints;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.TurnCredentials;

/**
 * A super-peer's links and serving over real WebRTC, without cache and signaling: the laboratory is the network and issues
 * the tickets. Needs an interface that is not loopback, which libwebrtc ignores. Safe from any thread.
 */
public final class LinkLab implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;
    private static final long MAX_TICKET = 1L << 30;
    private static final SitePolicy EVERYTHING = new SitePolicy() {
        @Override
        public boolean serves(KeyId site) {
            return true;
        }

        @Override
        public boolean refuses(KeyId site, long price) {
            return false;
        }

        @Override
        public void missed(KeyId site, ObjectId object) {}

        @Override
        public Verdict mayServe(KeyId site, ObjectId object) {
            return Verdict.SERVE;
        }
    };

    private final SigningKey network = SigningKey.generate();
    private final KeyId self = SigningKey.generate().id();
    private final KeyId site = SigningKey.generate().id();
    private final MemoryPieces pieces = new MemoryPieces();
    private final UploadBudget budget = new UploadBudget(UploadBudget.UNLIMITED, Ticker.system());
    private final UploadPump pump = new UploadPump(budget, Ticker.system());
    private final ConcurrentLinkedQueue<Receipt> receipts = new ConcurrentLinkedQueue<>();
    private final Map<String, Visitor> visitors = new ConcurrentHashMap<>();
    private final AtomicInteger links = new AtomicInteger();
    private final RtcPeers peers;
    private final Reception reception;

    public LinkLab(Candidates candidates) {
        peers = RtcPeers.start(RtcOptions.with(candidates));
        var gate = new TicketGate(self, peers.fingerprint(), Clock.systemUTC());
        gate.pin(network.publicKey());
        var server = new PieceServer(pieces, EVERYTHING, Clock.systemUTC());
        reception = new Reception(
                gate,
                server,
                pump,
                (jws, ticket, receiptJws, receipt) -> receipts.add(receipt),
                1_000,
                Ticker.system());
        pump.start();
    }

    public MemoryPieces pieces() {
        return pieces;
    }

    public UploadBudget budget() {
        return budget;
    }

    public Reception reception() {
        return reception;
    }

    /** Those that the super-peer accepted. */
    public Collection<Receipt> receipts() {
        return receipts;
    }

    /** One visitor with its link. */
    public final class Visitor implements RtcEnd.Events, AutoCloseable {
        private final String id;
        private final SigningKey session = SigningKey.generate();
        private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
        private final CompletableFuture<String> failed = new CompletableFuture<>();
        private final RtcEnd end;
        private final VisitorLink link;
        private final String offer;

        private Visitor(PeerConnectionFactory factory, String id) throws InterruptedException {
            this.id = id;
            this.end = new RtcEnd(factory, this);
            this.link = new VisitorLink(end::control, session, id);
            this.offer = end.offer();
        }

        public String offer() {
            return offer;
        }

        public VisitorLink link() {
            return link;
        }

        public RtcEnd end() {
            return end;
        }

        /** Completes when the super-peer closed the link. */
        public CompletableFuture<Boolean> closed() {
            return closed;
        }

        /** Completes with the reason if the super-peer gave the handshake up. */
        public CompletableFuture<String> failed() {
            return failed;
        }

        @Override
        public void candidate(RTCIceCandidate candidate) {
            peers.candidate(new Candidate(id, candidate.sdp, candidate.sdpMid, candidate.sdpMLineIndex));
        }

        @Override
        public void control(ByteBuffer utf8) {
            byte[] copy = new byte[utf8.remaining()];
            utf8.get(copy);
            link.takeControl(copy);
        }

        @Override
        public void data(ByteBuffer frame) {
            link.takeFrame(frame);
        }

        @Override
        public void ended() {
            closed.complete(true);
        }

        @Override
        public void close() {
            visitors.remove(id);
            link.close();
            end.close();
        }
    }

    /** An open link on which hello was said. */
    public Visitor connect(PeerConnectionFactory factory) throws Exception {
        Visitor visitor = begin(factory);
        visitor.end.open().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        visitor.link.hello();
        return visitor;
    }

    /** A link whose handshake was begun. */
    public Visitor begin(PeerConnectionFactory factory) throws InterruptedException, ProtocolException {
        Visitor visitor = admitted(factory);
        peers.accept(visitor.id, visitor.offer, new Answers());
        return visitor;
    }

    /** The same where the network lends the super-peer a relay for it. */
    public Visitor begin(PeerConnectionFactory factory, TurnCredentials relay)
            throws InterruptedException, ProtocolException {
        Visitor visitor = admitted(factory);
        peers.accept(visitor.id, visitor.offer, new RtcPeers.Road(Optional.of(relay), false), new Answers());
        return visitor;
    }

    private Visitor admitted(PeerConnectionFactory factory) throws InterruptedException, ProtocolException {
        var visitor = new Visitor(factory, "lab-" + links.incrementAndGet());
        visitors.put(visitor.id, visitor);
        Entry entry = reception.admit(visitor.id, ticket(visitor), visitor.offer);
        if (!(entry instanceof Entry.Admitted)) {
            throw new IllegalStateException("not admitted: " + entry);
        }
        return visitor;
    }

    private String ticket(Visitor visitor) throws ProtocolException {
        long now = System.currentTimeMillis();
        return new Ticket(
                        visitor.id,
                        network.id(),
                        visitor.id,
                        site,
                        self,
                        peers.fingerprint(),
                        Fingerprints.of(visitor.offer),
                        visitor.session.publicKey(),
                        MAX_TICKET,
                        0,
                        now,
                        now + Ticket.LIFETIME.toMillis())
                .sign(network);
    }

    private final class Answers implements HandshakeEvents {
        @Override
        public void answered(String link, String sdp) {
            Visitor visitor = visitors.get(link);
            if (visitor != null) {
                take(visitor, sdp);
            }
        }

        private void take(Visitor visitor, String sdp) {
            try {
                visitor.end.takeAnswer(sdp);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void candidate(Candidate candidate) {
            Visitor visitor = visitors.get(candidate.link());
            if (visitor != null) {
                visitor.end.add(
                        new RTCIceCandidate(candidate.sdpMid(), candidate.sdpMLineIndex(), candidate.candidate()));
            }
        }

        @Override
        public void opened(PeerLink link) {
            reception.serve(link);
        }

        @Override
        public void failed(String link, String why) {
            reception.abandon(link);
            Visitor visitor = visitors.get(link);
            if (visitor != null) {
                visitor.failed.complete(why);
            }
        }
    }

    @Override
    public void close() {
        reception.close();
        peers.close();
        pump.close();
    }
}
