package org.deploynet.engine.link.rtc;

import org.deploynet.protocol.signaling.Candidate;

/** The WebRTC road. Safe from any thread. */
public interface RtcPeers extends AutoCloseable {
    /** As in SDP: {@code sha-256 AA:BB:…}; the same for every link of this start. */
    String fingerprint();

    /** Takes the offer; returns at once, the rest comes as events. */
    void accept(String link, String offerSdp, HandshakeEvents events);

    /** A candidate of the visitor's; ignored for an unknown link. */
    void candidate(Candidate candidate);

    @Override
    void close();
}
