package org.deploynet.engine.link.rtc;

import org.deploynet.engine.link.PeerLink;
import org.deploynet.protocol.signaling.Candidate;

/**
 * What comes of an offer. Called on threads that may block, never on one of WebRTC's own; for one link one call at a time:
 * {@code answered} first, then candidates, then either {@code opened} or {@code failed};
 * candidates may follow, and at last {@code settled}.
 */
public interface HandshakeEvents {
    void answered(String link, String sdp);

    void candidate(Candidate candidate);

    void opened(PeerLink link);

    /** Some seconds after {@code opened}, or when the link is over before: {@link PeerLink#path} says which way it takes. */
    default void settled(PeerLink link) {}

    /** {@code why} is for the log and names no address. */
    void failed(String link, String why);
}
