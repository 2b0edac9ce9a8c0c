package org.deploynet.engine.link.rtc;

import dev.onvoid.webrtc.RTCDataChannel;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import java.nio.ByteBuffer;

/**
 * What native code reports about one connection. All calls of all connections of a factory come on one native thread: copy,
 * enqueue, return.
 */
interface ConnectionEvents {
    void gathered(RTCIceCandidate candidate);

    void stateChanged(RTCPeerConnectionState state);

    void channelChanged();

    /** {@code message} is only valid during the call. */
    void received(Channel channel, ByteBuffer message, boolean binary);

    /** The other side opened a channel of its own. */
    void unexpected(RTCDataChannel channel);

    /** Nobody is interested. */
    ConnectionEvents NONE = new ConnectionEvents() {
        @Override
        public void gathered(RTCIceCandidate candidate) {}

        @Override
        public void stateChanged(RTCPeerConnectionState state) {}

        @Override
        public void channelChanged() {}

        @Override
        public void received(Channel channel, ByteBuffer message, boolean binary) {}

        @Override
        public void unexpected(RTCDataChannel channel) {}
    };

    /** The two channels, negotiated beforehand (docs/protocol.md §3). */
    enum Channel {
        CONTROL("control", 0),
        DATA("data", 1);

        final String label;
        final int stream;

        Channel(String label, int stream) {
            this.label = label;
            this.stream = stream;
        }
    }
}
