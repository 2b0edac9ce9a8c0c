package org.deploynet.engine.nat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deploynet.control.nat.Advice;
import org.deploynet.control.nat.Evidence;
import org.deploynet.control.nat.Evidence.Finding;
import org.deploynet.control.nat.NatBehaviour;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.nat.NatLayers;

/** From observations to a class with its reasons: pure functions. */
final class NatVerdict {
    private NatVerdict() {}

    /** IPv4 decides, since nearly all browsers have it; IPv6 does where there is nothing else. */
    static NatReport of(
            FamilyFindings four,
            FamilyFindings six,
            Set<InetAddress> own,
            Optional<InetAddress> wan,
            DialBack dialBack) {
        boolean isFour = four.isAnswered() || !six.isAnswered();
        FamilyFindings main = isFour ? four : six;
        NatBehaviour mapping = main.mapping(own);
        boolean cameIn = dialBack.came(isFour) || (!main.isAnswered() && dialBack.came(false));
        NatClass natClass = cameIn ? NatClass.OPEN : natClass(main, mapping, four.sent() + six.sent());
        NatLayers layers = main.publicAddress()
                .map(InetSocketAddress::getAddress)
                .map(seen -> Translators.between(seen, own, wan))
                .orElse(NatLayers.UNKNOWN);
        boolean told = four.asked() + six.asked() > 0;
        return new NatReport(
                natClass,
                mapping,
                main.filtering(),
                layers,
                layers == NatLayers.NONE ? Optional.empty() : main.hairpin(),
                main.publicAddress(),
                six.publicAddress().map(InetSocketAddress::getAddress),
                evidence(main, four, six, dialBack),
                advice(natClass, layers, main.filtering(), told));
    }

    // Beside a call by the network only what came from an address and port to which nothing was sent shows that the
    // door is
    // open.
    private static NatClass natClass(FamilyFindings main, NatBehaviour mapping, int sent) {
        if (!main.isAnswered()) {
            return sent > 0 ? NatClass.BLOCKED : NatClass.UNKNOWN;
        }
        return switch (mapping) {
            case ENDPOINT_INDEPENDENT, PORT_INDEPENDENT ->
                main.filtering() == NatBehaviour.ENDPOINT_INDEPENDENT ? NatClass.OPEN : NatClass.MODERATE;
            case ADDRESS_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT -> NatClass.STRICT;
            case UNKNOWN -> NatClass.UNKNOWN;
        };
    }

    private static List<Evidence> evidence(
            FamilyFindings main, FamilyFindings four, FamilyFindings six, DialBack dialBack) {
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence(Finding.ENDPOINTS_ASKED, four.asked() + six.asked()));
        evidence.add(new Evidence(
                Finding.ENDPOINTS_ANSWERED, four.seenAs().size() + six.seenAs().size()));
        main.fastest().map(Duration::toMillis).ifPresent(ms -> evidence.add(new Evidence(Finding.ROUND_TRIP, ms)));
        if (main.isAnswered()) {
            evidence.add(new Evidence(Finding.SERVER_ADDRESSES, main.serverAddresses()));
            evidence.add(new Evidence(Finding.MAPPINGS_SEEN, main.mappings()));
        }
        add(evidence, Finding.OTHER_PORT_CAME_IN, main.otherPort());
        add(evidence, Finding.OTHER_ADDRESS_CAME_IN, main.otherAddress());
        add(evidence, Finding.HAIRPIN, main.hairpin());
        add(
                evidence,
                Finding.DIALED_BACK,
                dialBack == DialBack.UNTRIED ? Optional.empty() : Optional.of(dialBack != DialBack.NOTHING_CAME));
        add(evidence, Finding.IPV6_ANSWERED, six.asked() > 0 ? Optional.of(six.isAnswered()) : Optional.empty());
        return evidence;
    }

    private static void add(List<Evidence> evidence, Finding finding, Optional<Boolean> claim) {
        claim.ifPresent(holds -> evidence.add(new Evidence(finding, holds ? 1 : 0)));
    }

    private static List<Advice> advice(NatClass natClass, NatLayers layers, NatBehaviour filtering, boolean told) {
        return switch (natClass) {
            case OPEN -> List.of();
            case BLOCKED -> List.of(Advice.ALLOW_UDP);
            case UNKNOWN -> told ? List.of() : List.of(Advice.NO_SERVER_TOLD);
            case MODERATE, STRICT ->
                switch (layers) {
                    case CARRIER_GRADE -> List.of(Advice.ASK_PROVIDER);
                    case DOUBLE -> List.of(Advice.BRIDGE_INNER_ROUTER, Advice.FORWARD_PORT);
                    // A server with one address cannot show that nothing is in the way.
                    case NONE -> filtering == NatBehaviour.PORT_INDEPENDENT ? List.of() : List.of(Advice.ALLOW_UDP);
                    case ONE, UNKNOWN -> List.of(Advice.FORWARD_PORT);
                };
        };
    }
}
