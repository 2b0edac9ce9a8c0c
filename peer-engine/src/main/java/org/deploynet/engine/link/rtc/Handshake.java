package org.deploynet.engine.link.rtc;

import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.deploynet.engine.link.LinkInbox;
import org.deploynet.protocol.link.LinkCodec;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.signaling.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * One link from the offer to the open channels: answers at once and trickles, nobody waits for gathering. Runs on a thread of
 * its own; native threads only put signals into its queue. Once the link is open it stays the receiver of the connection's
 * events, which then go to the inbox.
 */
final class Handshake implements ConnectionEvents, Runnable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    // NAT often lets a better pair be found in the first seconds.
    private static final Duration AFTERWARDS = Duration.ofSeconds(5);
    private static final int MAX_SIGNALS = 64;

    private sealed interface Signal {
        record Local(Candidate candidate) implements Signal {}

        record Remote(Candidate candidate) implements Signal {}

        record Changed() implements Signal {}

        record Broken(String why) implements Signal {}
    }

    private static final System.Logger LOG = System.getLogger(Handshake.class.getName());

    private final String link;
    private final String offer;
    private final Candidates candidates;
    private final Candidates ownCandidates;
    private final HandshakeEvents events;
    private final Function<ConnectionEvents, RtcConnection> connector;
    private final Runnable settled;
    private final Consumer<RtcLink> watch;
    private final LinkInbox inbox = new LinkInbox();
    private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(MAX_SIGNALS);
    private int remoteCandidates;
    private int localCandidates;
    private boolean handedOver;
    private volatile @Nullable RtcConnection connection;

    /**
     * {@code candidates} says which of the visitor's reach native code, {@code ownCandidates} which of this machine's the visitor.
     * {@code settled} runs once, just before the link is handed over as open or failed; {@code watch} gets the open link before
     * anybody else.
     */
    Handshake(
            String link,
            String offer,
            Candidates candidates,
            Candidates ownCandidates,
            HandshakeEvents events,
            Function<ConnectionEvents, RtcConnection> connector,
            Runnable settled,
            Consumer<RtcLink> watch) {
        this.link = link;
        this.offer = offer;
        this.candidates = candidates;
        this.ownCandidates = ownCandidates;
        this.events = events;
        this.connector = connector;
        this.settled = settled;
        this.watch = watch;
    }

    /** A candidate of the visitor's. */
    void offer(Candidate candidate) {
        signals.offer(new Signal.Remote(candidate));
    }

    @Override
    public void run() {
        try {
            RtcConnection opened = opened();
            var _ = LowerEffort.mark();
            settled.run();
            var open = new RtcLink(link, opened, inbox);
            watch.accept(open);
            events.opened(open);
            settle(opened, open);
        } catch (HandshakeException e) {
            fail(e.what());
        } catch (InterruptedException e) {
            fail("links are being closed");
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a handshake failed inside", e);
            fail("an error inside");
        }
    }

    private void settle(RtcConnection opened, RtcLink open) throws InterruptedException {
        try {
            trickle(opened, AFTERWARDS, () -> false);
            open.lookAtPath();
        } catch (HandshakeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a link was over at once: {0}", e.what());
        }
        events.settled(open);
    }

    private RtcConnection opened() throws HandshakeException, InterruptedException {
        String allowed = Offers.checked(offer, candidates);
        remoteCandidates = Offers.candidates(allowed);
        RtcConnection opened = connector.apply(this);
        connection = opened;
        events.answered(link, ownCandidates.filter(opened.answer(allowed)));
        opened.door().flatMap(Door::external).ifPresent(external -> pass(ExternalCandidate.of(link, external)));
        if (!trickle(opened, PATIENCE, opened::isOpen)) {
            throw new HandshakeException("no open channel within " + PATIENCE.toSeconds() + " s");
        }
        handedOver = true;
        return opened;
    }

    /** Passes candidates both ways until {@code isDone} or {@code patience} is over, whichever it says. */
    private boolean trickle(RtcConnection opened, Duration patience, BooleanSupplier isDone)
            throws HandshakeException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos(); left > 0; left = deadline - System.nanoTime()) {
            switch (signals.poll(left, TimeUnit.NANOSECONDS)) {
                case Signal.Local(Candidate local) -> pass(local);
                case Signal.Remote(Candidate remote) -> add(opened, remote);
                case Signal.Broken(String why) -> throw new HandshakeException(why);
                case Signal.Changed() -> {
                    if (isDone.getAsBoolean()) {
                        return true;
                    }
                }
                case null -> {}
            }
        }
        return false;
    }

    private void pass(Candidate candidate) {
        if (localCandidates < Candidate.MAX_PER_LINK && ownCandidates.allows(candidate.candidate())) {
            localCandidates++;
            events.candidate(candidate);
        }
    }

    private void add(RtcConnection to, Candidate candidate) {
        if (remoteCandidates < Candidate.MAX_PER_LINK && candidates.allows(candidate.candidate())) {
            remoteCandidates++;
            to.add(new RTCIceCandidate(candidate.sdpMid(), candidate.sdpMLineIndex(), candidate.candidate()));
        }
    }

    // An open link belongs to its receiver, who sees the end in its inbox.
    private void fail(String why) {
        if (handedOver) {
            return;
        }
        RtcConnection begun = connection;
        if (begun != null) {
            begun.close();
        }
        settled.run();
        events.failed(link, why);
    }

    @Override
    public void gathered(RTCIceCandidate candidate) {
        signals.offer(new Signal.Local(new Candidate(link, candidate.sdp, candidate.sdpMid, candidate.sdpMLineIndex)));
    }

    @Override
    public void channelChanged() {
        RtcConnection opened = connection;
        if (opened != null && opened.isClosing()) {
            broken("the other side closed");
        }
        signals.offer(new Signal.Changed());
    }

    @Override
    public void stateChanged(RTCPeerConnectionState state) {
        if (state == RTCPeerConnectionState.FAILED || state == RTCPeerConnectionState.CLOSED) {
            broken("the connection is " + state);
        }
    }

    private void broken(String why) {
        inbox.end(LinkInbox.Ending.CLOSED);
        signals.offer(new Signal.Broken(why));
    }

    @Override
    public void received(Channel channel, ByteBuffer message, boolean binary) {
        boolean allowed = channel == Channel.CONTROL && !binary && message.remaining() <= LinkCodec.MAX_BYTES;
        if (!allowed) {
            inbox.end(LinkInbox.Ending.BREACHED);
            return;
        }
        byte[] copy = new byte[message.remaining()];
        message.get(copy);
        inbox.offer(copy);
    }

    @Override
    public void unexpected(RTCDataChannel channel) {
        RtcConnection opened = connection;
        if (opened != null) {
            opened.keepUnexpected(channel);
        }
        inbox.end(LinkInbox.Ending.BREACHED);
    }
}
