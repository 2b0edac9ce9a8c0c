package org.deploynet.breach.serve;

import dev.onvoid.webrtc.RTCDataChannel;
import org.deploynet.breach.fill.Neighbour;
import org.deploynet.breach.storage.Upward;

/** Planted: serve imports fill, WebRTC and, round the back, itself. */
public final class Sideways {
    public Neighbour breach() {
        return new Neighbour();
    }

    public Class<?> another() {
        return RTCDataChannel.class;
    }

    public Upward third() {
        return new Upward();
    }
}
