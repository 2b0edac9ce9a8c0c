package org.deploynet.protocol.signaling;

import org.deploynet.protocol.Check;

/** A trickled ICE candidate of one side of {@code link}, passed on by the server; an empty one means there are no more. */
public record Candidate(String link, String candidate, String sdpMid, int sdpMLineIndex)
        implements FromSuperPeer, ToSuperPeer, FromVisitor, ToVisitor {
    /** More than these on one link are dropped. */
    public static final int MAX_PER_LINK = 20;

    public Candidate {
        Bounds.link(link);
        Check.text("candidate", candidate, 512);
        Check.text("sdpMid", sdpMid, 16);
        Check.range("sdpMLineIndex", sdpMLineIndex, 0, 16);
    }
}
