package org.deploynet.engine.link.rtc;

import java.net.InetSocketAddress;
import org.deploynet.protocol.signaling.Candidate;

/**
 * The candidate of a forwarded port. STUN finds it, too, where the router sends out from the port it forwards to us; a symmetric
 * one does not, and only this candidate tells that the world may come in.
 */
final class ExternalCandidate {
    /** RFC 8445 §5.1.2.1 with the recommended type preference of server-reflexive candidates, 100, for component 1. */
    private static final long PRIORITY = (100L << 24) | (65_535L << 8) | 255;

    private ExternalCandidate() {}

    /** It names no related address: that of this machine at home is nobody's business. */
    static Candidate of(String link, InetSocketAddress external) {
        return new Candidate(
                link,
                "candidate:forwarded 1 udp " + PRIORITY + " "
                        + external.getAddress().getHostAddress() + " " + external.getPort()
                        + " typ srflx raddr 0.0.0.0 rport 9 generation 0",
                "0",
                0);
    }
}
