package org.deploynet.engine.link.rtc;

import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCDataChannelBuffer;
import dev.onvoid.webrtc.RTCDataChannelObserver;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The observers that native code holds on to for ever (webrtc-java 0.14, upstream #239): all they keep alive after
 * {@link #drop} is themselves. Nothing may be thrown back into native code.
 */
final class Trampolines implements PeerConnectionObserver {
    private static final System.Logger LOG = System.getLogger(Trampolines.class.getName());

    private volatile @Nullable ConnectionEvents target;

    Trampolines(ConnectionEvents target) {
        this.target = target;
    }

    /** From now on nothing is passed on. */
    void drop() {
        target = null;
    }

    RTCDataChannelObserver of(ConnectionEvents.Channel channel) {
        return new ChannelTrampoline(channel);
    }

    private void pass(Consumer<ConnectionEvents> event) {
        ConnectionEvents events = target;
        if (events == null) {
            return;
        }
        try {
            event.accept(events);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a WebRTC event was lost", e);
        }
    }

    @Override
    public void onIceCandidate(RTCIceCandidate candidate) {
        pass(events -> events.gathered(candidate));
    }

    @Override
    public void onConnectionChange(RTCPeerConnectionState state) {
        pass(events -> events.stateChanged(state));
    }

    @Override
    public void onDataChannel(RTCDataChannel channel) {
        pass(events -> events.unexpected(channel));
    }

    private final class ChannelTrampoline implements RTCDataChannelObserver {
        private final ConnectionEvents.Channel channel;

        private ChannelTrampoline(ConnectionEvents.Channel channel) {
            this.channel = channel;
        }

        // Never called by webrtc-java 0.14; DrainGauge asks instead.
        @Override
        public void onBufferedAmountChange(long previousAmount) {}

        @Override
        public void onStateChange() {
            pass(ConnectionEvents::channelChanged);
        }

        @Override
        public void onMessage(RTCDataChannelBuffer buffer) {
            pass(events -> events.received(channel, buffer.data, buffer.binary));
        }
    }
}
