package org.deploynet.protocol.signaling;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.credit.Ticket;

/** Bounds that several signaling messages share. */
final class Bounds {
    static final int MAX_SITES = 256;
    static final int MAX_RECEIPTS = 16;
    static final int MAX_ENDED = 64;

    private static final int MAX_SDP_CHARS = 16 * 1024;

    private Bounds() {}

    static void link(String link) {
        Check.text("link", link, Ticket.MAX_ID_CHARS);
    }

    static void sdp(String sdp) {
        Check.text("sdp", sdp, MAX_SDP_CHARS);
    }

    static void ticket(String jws) {
        Check.text("ticket", jws, Ticket.MAX_JWS_CHARS);
    }

    static void ref(long ref) {
        Check.range("ref", ref, 0, 1L << 53);
    }
}
