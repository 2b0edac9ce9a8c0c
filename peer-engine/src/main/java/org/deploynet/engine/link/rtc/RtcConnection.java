package org.deploynet.engine.link.rtc;

import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.RTCStatsReport;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.deploynet.control.LinkPath;
import org.deploynet.engine.link.rtc.ConnectionEvents.Channel;

/**
 * One native connection with its two channels, and the order in which they may be closed. Native objects must not be touched
 * after that, so every use holds the lock that closing takes. Safe from any thread but WebRTC's own.
 */
final class RtcConnection implements AutoCloseable {
    private static final int MAX_UNEXPECTED_CHANNELS = 8;
    private static final int STATS_SECONDS = 2;

    private final RtcFactories.Lease lease;
    private final Optional<Doors.Taken> taken;
    private final Trampolines trampolines;
    private final RTCPeerConnection connection;
    private final Map<Channel, RTCDataChannel> channels = new EnumMap<>(Channel.class);
    private final List<RTCDataChannel> unexpected = new ArrayList<>();
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    RtcConnection(
            RtcFactories.Lease lease,
            Optional<Doors.Taken> taken,
            RTCConfiguration configuration,
            ConnectionEvents events) {
        this.lease = lease;
        this.taken = taken;
        this.trampolines = new Trampolines(events);
        this.connection = lease.factory().createPeerConnection(configuration, trampolines);
        for (Channel channel : Channel.values()) {
            channels.put(channel, create(channel));
        }
    }

    private RTCDataChannel create(Channel channel) {
        var init = new RTCDataChannelInit();
        init.negotiated = true;
        init.id = channel.stream;
        RTCDataChannel created = connection.createDataChannel(channel.label, init);
        created.registerObserver(trampolines.of(channel));
        return created;
    }

    /** The port that lets the world in to this connection, if it has one. */
    Optional<Door> door() {
        return taken.map(Doors.Taken::door);
    }

    /** Sets the offer and returns an answer, at once: candidates come as events. */
    String answer(String offer) throws HandshakeException, InterruptedException {
        var remote = new RTCSessionDescription(RTCSdpType.OFFER, offer);
        Descriptions.set("take the offer", done -> connection.setRemoteDescription(remote, done));
        RTCSessionDescription answer =
                Descriptions.create("make an answer", done -> connection.createAnswer(new RTCAnswerOptions(), done));
        Descriptions.set("take its own answer", done -> connection.setLocalDescription(answer, done));
        return answer.sdp;
    }

    /** Only to warm up: this engine never offers. */
    String offer() throws HandshakeException, InterruptedException {
        RTCSessionDescription offer =
                Descriptions.create("make an offer", done -> connection.createOffer(new RTCOfferOptions(), done));
        return offer.sdp;
    }

    void add(RTCIceCandidate candidate) {
        lock.readLock().lock();
        try {
            if (!closed) {
                connection.addIceCandidate(candidate);
            }
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Both channels are open. Also safe on WebRTC's own threads, while observers are registered. */
    boolean isOpen() {
        return channels.values().stream().allMatch(channel -> channel.getState() == RTCDataChannelState.OPEN);
    }

    boolean isClosing() {
        return channels.values().stream()
                .map(RTCDataChannel::getState)
                .anyMatch(state -> state == RTCDataChannelState.CLOSING || state == RTCDataChannelState.CLOSED);
    }

    /** False if closed. A direct buffer is sent up to its capacity, whatever its limit says. */
    boolean send(Channel channel, ByteBuffer message, boolean binary) {
        lock.readLock().lock();
        try {
            if (closed) {
                return false;
            }
            channel(channel).send(new RTCDataChannelBuffer(message, binary));
            return true;
        } catch (Exception e) {
            throw new IllegalStateException("sending on channel " + channel, e);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** 0 if closed. */
    long buffered(Channel channel) {
        lock.readLock().lock();
        try {
            return closed ? 0 : channel(channel).getBufferedAmount();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Which way the packets take now; unknown if closed or WebRTC is silent for {@value #STATS_SECONDS} s. It is not closed
     * meanwhile, since native code would call back into what is gone.
     */
    LinkPath path() throws InterruptedException {
        lock.readLock().lock();
        try {
            if (closed) {
                return LinkPath.UNKNOWN;
            }
            var told = new CompletableFuture<RTCStatsReport>();
            connection.getStats(told::complete);
            return SelectedPath.in(told.get(STATS_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return LinkPath.UNKNOWN;
        } finally {
            lock.readLock().unlock();
        }
    }

    @SuppressWarnings("NullAway") // every constant has its channel from the constructor on
    private RTCDataChannel channel(Channel channel) {
        return channels.get(channel);
    }

    /** Keeps a channel that the other side opened until this connection is closed. On WebRTC's own thread. */
    void keepUnexpected(RTCDataChannel channel) {
        synchronized (unexpected) {
            if (unexpected.size() < MAX_UNEXPECTED_CHANNELS) {
                unexpected.add(channel);
            }
        }
    }

    /** The one order that does not crash (webrtc-java 0.14, upstream #265); never on a thread of WebRTC's own. */
    @Override
    public void close() {
        trampolines.drop();
        lock.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            channels.values().forEach(RTCDataChannel::unregisterObserver);
            channels.values().forEach(RtcConnection::closeAndDispose);
            synchronized (unexpected) {
                unexpected.forEach(RtcConnection::closeAndDispose);
                unexpected.clear();
            }
            connection.close();
        } finally {
            lock.writeLock().unlock();
        }
        taken.ifPresent(Doors.Taken::close);
        lease.close();
    }

    private static void closeAndDispose(RTCDataChannel channel) {
        channel.close();
        channel.dispose();
    }
}
