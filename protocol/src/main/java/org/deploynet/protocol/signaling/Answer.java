package org.deploynet.protocol.signaling;

/** The super-peer's answer to the visitor's offer on {@code link}, passed on by the server. */
public record Answer(String link, String sdp) implements FromSuperPeer, ToVisitor {
    public Answer {
        Bounds.link(link);
        Bounds.sdp(sdp);
    }
}
