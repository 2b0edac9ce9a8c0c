package org.deploynet.testkit;

import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCAnswerOptions;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelInit;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCDataChannelState;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;
import dev.onvoid.webrtc.media.audio.AudioLayer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One end of a bare WebRTC connection with the two channels of a link and nothing of ours around it: a visitor in tests, both
 * ends in measurements. Safe from any thread but WebRTC's own.
 */
public final class RtcEnd implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;
    private static final int CHANNELS = 2;

    /** What arrives. Called on WebRTC's own thread; buffers are only valid during the call. */
    public interface Events {
        void candidate(RTCIceCandidate candidate);

        void control(ByteBuffer utf8);

        void data(ByteBuffer frame);

        void ended();

        /** For who does not listen. */
        Events NONE = new Events() {
            @Override
            public void candidate(RTCIceCandidate candidate) {}

            @Override
            public void control(ByteBuffer utf8) {}

            @Override
            public void data(ByteBuffer frame) {}

            @Override
            public void ended() {}
        };
    }

    private final RTCPeerConnection connection;
    private final List<RTCDataChannel> channels = new ArrayList<>();
    private final CompletableFuture<RtcEnd> open = new CompletableFuture<>();
    private boolean closed;

    public RtcEnd(PeerConnectionFactory factory, Events events) {
        connection = factory.createPeerConnection(new RTCConfiguration(), new PeerConnectionObserver() {
            @Override
            public void onIceCandidate(RTCIceCandidate candidate) {
                events.candidate(candidate);
            }
        });
        for (int stream = 0; stream < CHANNELS; stream++) {
            channels.add(channel(stream, events));
        }
    }

    /** The dummy audio module is what keeps the process alive on a machine without a sound card. */
    public static PeerConnectionFactory factory() {
        return new PeerConnectionFactory(new AudioDeviceModule(AudioLayer.kDummyAudio));
    }

    private RTCDataChannel channel(int stream, Events events) {
        var init = new RTCDataChannelInit();
        init.negotiated = true;
        init.id = stream;
        RTCDataChannel channel = connection.createDataChannel(stream == 0 ? "control" : "data", init);
        channel.registerObserver(new RTCDataChannelObserver() {
            @Override
            public void onBufferedAmountChange(long previousAmount) {}

            @Override
            public void onStateChange() {
                if (channel.getState() == RTCDataChannelState.CLOSED) {
                    events.ended();
                }
                if (channels.stream().allMatch(each -> each.getState() == RTCDataChannelState.OPEN)) {
                    open.complete(RtcEnd.this);
                }
            }

            @Override
            public void onMessage(RTCDataChannelBuffer buffer) {
                if (stream == 0) {
                    events.control(buffer.data);
                } else {
                    events.data(buffer.data);
                }
            }
        });
        return channel;
    }

    /** Completes when both channels are open. */
    public CompletableFuture<RtcEnd> open() {
        return open;
    }

    /** The offer; candidates come as events from now on. */
    public String offer() throws InterruptedException {
        RTCSessionDescription offer = create(done -> connection.createOffer(new RTCOfferOptions(), done));
        set(done -> connection.setLocalDescription(offer, done));
        return offer.sdp;
    }

    public String answer(String offer) throws InterruptedException {
        set(done -> connection.setRemoteDescription(new RTCSessionDescription(RTCSdpType.OFFER, offer), done));
        RTCSessionDescription answer = create(done -> connection.createAnswer(new RTCAnswerOptions(), done));
        set(done -> connection.setLocalDescription(answer, done));
        return answer.sdp;
    }

    public void takeAnswer(String answer) throws InterruptedException {
        set(done -> connection.setRemoteDescription(new RTCSessionDescription(RTCSdpType.ANSWER, answer), done));
    }

    public void add(RTCIceCandidate candidate) {
        connection.addIceCandidate(candidate);
    }

    /** Any bytes as a text message: also what the protocol forbids. */
    public synchronized void control(byte[] utf8) {
        send(0, ByteBuffer.wrap(utf8), false);
    }

    /** A direct buffer is sent up to its capacity. */
    public synchronized void data(ByteBuffer frame) {
        send(1, frame, true);
    }

    /** Bytes of data messages that have not left yet. */
    public synchronized long bufferedData() {
        return closed ? 0 : channels.get(1).getBufferedAmount();
    }

    private void send(int stream, ByteBuffer message, boolean binary) {
        if (closed) {
            return;
        }
        try {
            channels.get(stream).send(new RTCDataChannelBuffer(message, binary));
        } catch (Exception e) {
            throw new IllegalStateException("sending on stream " + stream, e);
        }
    }

    private static void set(Consumer<SetSessionDescriptionObserver> start) throws InterruptedException {
        var done = new CompletableFuture<Boolean>();
        start.accept(new SetSessionDescriptionObserver() {
            @Override
            public void onSuccess() {
                done.complete(true);
            }

            @Override
            public void onFailure(String error) {
                done.completeExceptionally(new IllegalStateException(error));
            }
        });
        await(done);
    }

    private static RTCSessionDescription create(Consumer<CreateSessionDescriptionObserver> start)
            throws InterruptedException {
        var done = new CompletableFuture<RTCSessionDescription>();
        start.accept(new CreateSessionDescriptionObserver() {
            @Override
            public void onSuccess(RTCSessionDescription description) {
                done.complete(description);
            }

            @Override
            public void onFailure(String error) {
                done.completeExceptionally(new IllegalStateException(error));
            }
        });
        return await(done);
    }

    private static <T> T await(CompletableFuture<T> done) throws InterruptedException {
        try {
            return done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("WebRTC did not take a session description", e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        channels.forEach(RTCDataChannel::unregisterObserver);
        for (RTCDataChannel channel : channels) {
            channel.close();
            channel.dispose();
        }
        connection.close();
    }
}
