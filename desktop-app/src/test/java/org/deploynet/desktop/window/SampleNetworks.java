package org.deploynet.desktop.window;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.control.nat.Advice;
import org.deploynet.control.nat.Evidence;
import org.deploynet.control.nat.Evidence.Finding;
import org.deploynet.control.nat.NatBehaviour;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.nat.NatLayers;
import org.deploynet.control.nat.NetworkReport;

/** A report of each class of network, as a probe would give it. */
final class SampleNetworks {
    private static final List<Evidence> HEARD = List.of(
            new Evidence(Finding.ENDPOINTS_ASKED, 4),
            new Evidence(Finding.ENDPOINTS_ANSWERED, 4),
            new Evidence(Finding.ROUND_TRIP, 23),
            new Evidence(Finding.IPV6_ANSWERED, 0));

    private SampleNetworks() {}

    static Map<String, Optional<NetworkReport>> all() {
        var all = new LinkedHashMap<String, Optional<NetworkReport>>();
        all.put("network-open", Optional.of(open()));
        all.put("network-moderate", Optional.of(moderate()));
        all.put("network-strict", Optional.of(strict()));
        all.put("network-blocked", Optional.of(blocked()));
        all.put("network-none-told", Optional.of(noneTold()));
        all.put("network-testing", Optional.of(NetworkReport.NOTHING_TESTED.whileTesting(true)));
        all.put("network-unanswered", Optional.empty());
        return all;
    }

    static NetworkReport open() {
        return report(
                NatClass.OPEN,
                NatBehaviour.ENDPOINT_INDEPENDENT,
                NatBehaviour.ENDPOINT_INDEPENDENT,
                NatLayers.NONE,
                Optional.of("[2620:fe::9]:40000"),
                HEARD,
                List.of());
    }

    static NetworkReport moderate() {
        return report(
                NatClass.MODERATE,
                NatBehaviour.ENDPOINT_INDEPENDENT,
                NatBehaviour.ADDRESS_AND_PORT_DEPENDENT,
                NatLayers.UNKNOWN,
                Optional.of("9.9.9.9:40000"),
                HEARD,
                List.of(Advice.FORWARD_PORT));
    }

    static NetworkReport strict() {
        return report(
                NatClass.STRICT,
                NatBehaviour.ADDRESS_AND_PORT_DEPENDENT,
                NatBehaviour.PORT_INDEPENDENT,
                NatLayers.DOUBLE,
                Optional.of("9.9.9.9:40000"),
                HEARD,
                List.of(Advice.BRIDGE_INNER_ROUTER, Advice.FORWARD_PORT));
    }

    static NetworkReport blocked() {
        return report(
                NatClass.BLOCKED,
                NatBehaviour.UNKNOWN,
                NatBehaviour.UNKNOWN,
                NatLayers.UNKNOWN,
                Optional.empty(),
                List.of(new Evidence(Finding.ENDPOINTS_ASKED, 4), new Evidence(Finding.ENDPOINTS_ANSWERED, 0)),
                List.of(Advice.ALLOW_UDP));
    }

    static NetworkReport noneTold() {
        return report(
                NatClass.UNKNOWN,
                NatBehaviour.UNKNOWN,
                NatBehaviour.UNKNOWN,
                NatLayers.UNKNOWN,
                Optional.empty(),
                List.of(),
                List.of(Advice.NO_SERVER_TOLD));
    }

    private static NetworkReport report(
            NatClass natClass,
            NatBehaviour mapping,
            NatBehaviour filtering,
            NatLayers layers,
            Optional<String> publicAddress,
            List<Evidence> evidence,
            List<Advice> advice) {
        return new NetworkReport(
                false,
                Optional.of(SampleConditions.NOW),
                natClass,
                mapping,
                filtering,
                layers,
                publicAddress.map(seen -> false),
                publicAddress,
                Optional.empty(),
                evidence,
                advice);
    }
}
