package org.deploynet.testkit;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCIceCandidate;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.Answer;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.FromVisitor;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToVisitor;

/**
 * An honest visitor without a browser: finds a super-peer through the signaling server, opens a link, and asks on it. It
 * trickles its candidates and waits for nothing. Safe from any thread.
 */
public final class JavaVisitor implements RtcEnd.Events, AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;
    private static final long HELLO = 1;
    private static final long RENEWAL = 2;

    /** Which site, where its network is, and the origin its page would come from. */
    public record Site(URI visitors, String origin, KeyId id) {}

    /** Nanoseconds from the making of the offer. */
    public record Timings(long sent, long introduced, long answered, long open) {}

    private final Site site;
    private final SigningKey session = SigningKey.generate();
    private final VisitorSignaling signaling;
    private final RtcEnd end;
    private final Thread ear;
    private final CompletableFuture<ToVisitor.Link> introduced = new CompletableFuture<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
    private final List<RTCIceCandidate> early = new ArrayList<>();
    private volatile CompletableFuture<Ticket> renewed = new CompletableFuture<>();
    private volatile Optional<VisitorLink> link = Optional.empty();
    private volatile long ticketBytes;
    private volatile long introducedAt;
    private volatile long answeredAt;

    public JavaVisitor(HttpClient http, PeerConnectionFactory factory, Site site) {
        this.site = site;
        this.signaling = new VisitorSignaling(http, site.visitors(), site.origin());
        this.end = new RtcEnd(factory, this);
        this.ear = Thread.ofVirtual().name("visitor").start(this::listen);
    }

    /** As {@link #open}, and says hello. */
    public Timings connect() throws InterruptedException, ExecutionException, TimeoutException {
        Timings timings = open();
        link().hello();
        return timings;
    }

    /** Makes the offer and returns when both channels are open. */
    public Timings open() throws InterruptedException, ExecutionException, TimeoutException {
        long start = System.nanoTime();
        String offer = end.offer();
        signaling.send(new FromVisitor.Hello(HELLO, site.id(), 0, session.publicKey(), offer));
        long sent = System.nanoTime();
        introduced.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        end.open().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        long open = System.nanoTime();
        return new Timings(sent - start, introducedAt - start, answeredAt - start, open - start);
    }

    public VisitorLink link() {
        return link.orElseThrow(() -> new IllegalStateException("not introduced to a super-peer yet"));
    }

    public RtcEnd end() {
        return end;
    }

    /** Completes when the super-peer closed the link. */
    public CompletableFuture<Boolean> closed() {
        return closed;
    }

    /** Asks for a further ticket and shows it on the link. */
    public Ticket renew() throws InterruptedException, ExecutionException, TimeoutException {
        renewed = new CompletableFuture<>();
        String name = introduced.get().link();
        signaling.send(new FromVisitor.Renew(RENEWAL, name, link().latestReceipt()));
        return renewed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Renews once half of the current ticket is verified, which is when the next one may be larger. */
    public void renewIfHalfUsed() throws InterruptedException, ExecutionException, TimeoutException {
        if (isHalfUsed()) {
            renew();
        }
    }

    /** Whether half of the current ticket is verified. */
    public boolean isHalfUsed() {
        return 2 * link().verifiedBytes() >= ticketBytes;
    }

    private void listen() {
        try {
            while (true) {
                take(signaling.messages().take());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ProtocolException e) {
            introduced.completeExceptionally(e);
            renewed.completeExceptionally(e);
        }
    }

    private void take(ToVisitor message) throws InterruptedException, ProtocolException {
        switch (message) {
            case ToVisitor.Link found -> introduced(found);
            case Answer answer -> {
                answeredAt = System.nanoTime();
                end.takeAnswer(answer.sdp());
            }
            case Candidate theirs ->
                end.add(new RTCIceCandidate(theirs.sdpMid(), theirs.sdpMLineIndex(), theirs.candidate()));
            case ToVisitor.Renewed ticket -> {
                Ticket read = read(ticket.ticket());
                link().renew(ticket.ticket(), read.id());
                ticketBytes = read.maxBytes();
                renewed.complete(read);
            }
            case ToVisitor.Declined declined -> throw new ProtocolException("the super-peer declined");
            case Refused refused -> throw new ProtocolException("refused: " + refused.message());
            default -> {}
        }
    }

    private void introduced(ToVisitor.Link found) throws ProtocolException {
        introducedAt = System.nanoTime();
        link = Optional.of(
                new VisitorLink(end::control, session, read(found.ticket()).id()));
        introduced.complete(found);
        synchronized (early) {
            early.forEach(mine -> send(found.link(), mine));
            early.clear();
        }
    }

    private static Ticket read(String jws) throws ProtocolException {
        return Ticket.verify(jws, Jws.verifyByHeaderKey(Jws.Kind.TICKET, jws).by());
    }

    private void send(String name, RTCIceCandidate mine) {
        signaling.send(new Candidate(name, mine.sdp, mine.sdpMid, mine.sdpMLineIndex));
    }

    @Override
    public void candidate(RTCIceCandidate mine) {
        synchronized (early) {
            if (!introduced.isDone()) {
                early.add(mine);
                return;
            }
        }
        // A visitor who was refused has nobody to send it to.
        if (!introduced.isCompletedExceptionally()) {
            Thread.startVirtualThread(() -> send(introduced.join().link(), mine));
        }
    }

    @Override
    public void control(ByteBuffer utf8) {
        byte[] copy = new byte[utf8.remaining()];
        utf8.get(copy);
        link.ifPresent(open -> open.takeControl(copy));
    }

    @Override
    public void data(ByteBuffer frame) {
        link.ifPresent(open -> open.takeFrame(frame));
    }

    @Override
    public void ended() {
        closed.complete(true);
    }

    @Override
    public void close() {
        ear.interrupt();
        signaling.close();
        link.ifPresent(VisitorLink::close);
        end.close();
    }
}
