package org.deploynet.engine.nat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.nat.Advice;
import org.deploynet.control.nat.Evidence;
import org.deploynet.control.nat.NatBehaviour;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.nat.NatLayers;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.nat.PortReport;
import org.deploynet.protocol.net.Endpoints;

/**
 * What one probe found out. Immutable. The addresses are this machine's own: they are for its owner's eyes and never for a log.
 *
 * @param seenAs the public address and port of the socket that asked
 * @param hairpin whether a packet to the own public address comes back; absent where that was not tried
 * @param ipv6 the public IPv6 address over which a server answered
 */
public record NatReport(
        NatClass natClass,
        NatBehaviour mapping,
        NatBehaviour filtering,
        NatLayers layers,
        Optional<Boolean> hairpin,
        Optional<InetSocketAddress> seenAs,
        Optional<InetAddress> ipv6,
        List<Evidence> evidence,
        List<Advice> advice) {
    public NatReport {
        evidence = List.copyOf(evidence);
        advice = List.copyOf(advice);
    }

    /** As the owner sees it, before anything is known of ports; {@code at} is when the probe ended. */
    public NetworkReport forFaces(Instant at) {
        return new NetworkReport(
                false,
                Optional.of(at),
                natClass,
                mapping,
                filtering,
                layers,
                hairpin,
                seenAs.map(Endpoints::inNumbers),
                ipv6.map(InetAddress::getHostAddress),
                evidence,
                advice,
                PortReport.NOTHING_ASKED,
                false,
                List.of(),
                Optional.empty());
    }
}
