package org.deploynet.desktop.window;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.deploynet.control.nat.Advice;
import org.deploynet.control.nat.BrowserShare;
import org.deploynet.control.nat.Evidence;
import org.deploynet.control.nat.Evidence.Finding;
import org.deploynet.control.nat.MappingOutcome;
import org.deploynet.control.nat.MappingProtocol;
import org.deploynet.control.nat.NatBehaviour;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.nat.NatLayers;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.nat.PortReport;
import org.deploynet.control.nat.Router;

/** A report of each class of network, as a probe would give it. */
final class SampleNetworks {
    private static final List<Evidence> HEARD = List.of(
            new Evidence(Finding.ENDPOINTS_ASKED, 4),
            new Evidence(Finding.ENDPOINTS_ANSWERED, 4),
            new Evidence(Finding.ROUND_TRIP, 23),
            new Evidence(Finding.IPV6_ANSWERED, 0));

    private static final List<Evidence> CALLED = Stream.concat(
                    HEARD.stream(), Stream.of(new Evidence(Finding.DIALED_BACK, 1)))
            .toList();

    static final NetworkReport.Beside NOTHING_BESIDE =
            new NetworkReport.Beside(PortReport.NOTHING_ASKED, false, List.of());

    private SampleNetworks() {}

    static Map<String, Optional<NetworkReport>> all() {
        var all = new LinkedHashMap<String, Optional<NetworkReport>>();
        all.put("network-open", Optional.of(open()));
        all.put("network-moderate", Optional.of(moderate()));
        all.put("network-strict", Optional.of(strict()));
        all.put("network-silent", Optional.of(silent()));
        all.put("network-carrier", Optional.of(carrierGrade()));
        all.put("network-blocked", Optional.of(blocked()));
        all.put("network-none-told", Optional.of(noneTold()));
        all.put(
                "network-testing",
                Optional.of(NetworkReport.NOTHING_TESTED.now(true, NOTHING_BESIDE, Optional.empty())));
        all.put("network-unanswered", Optional.empty());
        return all;
    }

    static NetworkReport open() {
        return report(
                NatClass.OPEN,
                NatBehaviour.ENDPOINT_INDEPENDENT,
                NatBehaviour.ADDRESS_AND_PORT_DEPENDENT,
                NatLayers.ONE,
                Optional.of("9.9.9.9:40000"),
                CALLED,
                List.of(),
                MAPPED);
    }

    static NetworkReport moderate() {
        return report(
                NatClass.MODERATE,
                NatBehaviour.ENDPOINT_INDEPENDENT,
                NatBehaviour.ADDRESS_AND_PORT_DEPENDENT,
                NatLayers.UNKNOWN,
                Optional.of("9.9.9.9:40000"),
                HEARD,
                List.of(Advice.FORWARD_PORT),
                REFUSED);
    }

    static NetworkReport strict() {
        return report(
                NatClass.STRICT,
                NatBehaviour.ADDRESS_AND_PORT_DEPENDENT,
                NatBehaviour.PORT_INDEPENDENT,
                NatLayers.DOUBLE,
                Optional.of("9.9.9.9:40000"),
                HEARD,
                List.of(Advice.BRIDGE_INNER_ROUTER, Advice.FORWARD_PORT),
                BY_HAND);
    }

    static NetworkReport silent() {
        return report(
                NatClass.STRICT,
                NatBehaviour.ADDRESS_DEPENDENT,
                NatBehaviour.ADDRESS_DEPENDENT,
                NatLayers.UNKNOWN,
                Optional.of("9.9.9.9:40000"),
                HEARD,
                List.of(Advice.FORWARD_PORT),
                SILENT);
    }

    static NetworkReport carrierGrade() {
        return report(
                NatClass.STRICT,
                NatBehaviour.ADDRESS_AND_PORT_DEPENDENT,
                NatBehaviour.ADDRESS_AND_PORT_DEPENDENT,
                NatLayers.CARRIER_GRADE,
                Optional.of("9.9.9.9:40000"),
                HEARD,
                List.of(Advice.ASK_PROVIDER),
                SILENT);
    }

    static NetworkReport blocked() {
        return report(
                NatClass.BLOCKED,
                NatBehaviour.UNKNOWN,
                NatBehaviour.UNKNOWN,
                NatLayers.UNKNOWN,
                Optional.empty(),
                List.of(new Evidence(Finding.ENDPOINTS_ASKED, 4), new Evidence(Finding.ENDPOINTS_ANSWERED, 0)),
                List.of(Advice.ALLOW_UDP),
                OFF);
    }

    static NetworkReport noneTold() {
        return report(
                NatClass.UNKNOWN,
                NatBehaviour.UNKNOWN,
                NatBehaviour.UNKNOWN,
                NatLayers.UNKNOWN,
                Optional.empty(),
                List.of(),
                List.of(Advice.NO_SERVER_TOLD),
                PortReport.NOTHING_ASKED);
    }

    private static final PortReport MAPPED = new PortReport(
            PortChoice.AUTOMATIC,
            PortReport.Situation.ASKED,
            16,
            List.of(
                    attempt(MappingProtocol.PCP, MappingOutcome.NOT_OFFERED, 0, 0),
                    attempt(MappingProtocol.NAT_PMP, MappingOutcome.NO_ANSWER, 0, 0),
                    attempt(MappingProtocol.UPNP_IGD, MappingOutcome.MAPPED, 0, 16)),
            Optional.of(router("AVM Berlin", "FRITZ!Box 7590")));

    private static final PortReport REFUSED = new PortReport(
            PortChoice.AUTOMATIC,
            PortReport.Situation.ASKED,
            0,
            List.of(
                    attempt(MappingProtocol.PCP, MappingOutcome.NO_ANSWER, 0, 0),
                    attempt(MappingProtocol.NAT_PMP, MappingOutcome.NO_ANSWER, 0, 0),
                    attempt(MappingProtocol.UPNP_IGD, MappingOutcome.REFUSED, 606, 0)),
            Optional.of(router("AVM Berlin", "FRITZ!Box 7590")));

    private static final PortReport BY_HAND = new PortReport(
            PortChoice.byHand(50_000, 50_015),
            PortReport.Situation.NOT_WANTED,
            16,
            List.of(),
            Optional.of(router("", "")));

    private static final PortReport OFF =
            new PortReport(PortChoice.OFF, PortReport.Situation.NOT_WANTED, 0, List.of(), Optional.of(router("", "")));

    private static final PortReport SILENT = new PortReport(
            PortChoice.AUTOMATIC,
            PortReport.Situation.ASKED,
            0,
            List.of(
                    attempt(MappingProtocol.PCP, MappingOutcome.NO_ANSWER, 0, 0),
                    attempt(MappingProtocol.NAT_PMP, MappingOutcome.NOT_OFFERED, 0, 0),
                    attempt(MappingProtocol.UPNP_IGD, MappingOutcome.NO_ANSWER, 0, 0)),
            Optional.of(router("", "")));

    private static Router router(String maker, String model) {
        return new Router(
                "192.168.178.1",
                Optional.of("192.168.178.23"),
                Optional.of("10.0.0.7"),
                maker,
                model,
                Optional.empty());
    }

    private static PortReport.Attempt attempt(MappingProtocol protocol, MappingOutcome outcome, int code, int ports) {
        return new PortReport.Attempt(
                protocol, outcome, code, ports, ports > 0 ? OptionalLong.of(3_600) : OptionalLong.empty());
    }

    private static Optional<BrowserShare> share(NatClass natClass) {
        return switch (natClass) {
            case OPEN -> Optional.of(new BrowserShare(8_412, 8_257));
            case MODERATE -> Optional.of(new BrowserShare(1_240, 1_153));
            case STRICT -> Optional.of(new BrowserShare(310, 68));
            case BLOCKED -> Optional.of(new BrowserShare(12, 0));
            case UNKNOWN -> Optional.empty();
        };
    }

    private static NetworkReport report(
            NatClass natClass,
            NatBehaviour mapping,
            NatBehaviour filtering,
            NatLayers layers,
            Optional<String> publicAddress,
            List<Evidence> evidence,
            List<Advice> advice,
            PortReport ports) {
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
                advice,
                ports,
                natClass == NatClass.STRICT,
                natClass == NatClass.UNKNOWN
                        ? List.of()
                        : List.of(
                                new NetworkReport.Past(natClass, SampleConditions.NOW.minus(Duration.ofDays(9))),
                                new NetworkReport.Past(
                                        natClass == NatClass.STRICT ? NatClass.BLOCKED : NatClass.STRICT,
                                        SampleConditions.NOW.minus(Duration.ofDays(40)))),
                share(natClass));
    }
}
