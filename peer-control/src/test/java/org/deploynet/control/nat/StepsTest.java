package org.deploynet.control.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.deploynet.control.nat.PortReport.Attempt;
import org.deploynet.control.nat.PortReport.Situation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which steps each situation has, and what stands in them. */
class StepsTest {
    private static final PortChoice HIS = PortChoice.byHand(42_000, 42_009);
    private static final Optional<Router> PLAIN = router("", "");
    private static final Optional<Router> FRITZ = router("AVM Berlin", "FRITZ!Box 7590");
    private static final Optional<Router> NONE = Optional.empty();

    private static final List<Attempt> SILENT = attempts(MappingOutcome.NO_ANSWER, MappingOutcome.NOT_OFFERED);
    private static final List<Attempt> REFUSED = attempts(MappingOutcome.NO_ANSWER, MappingOutcome.REFUSED);
    private static final List<Attempt> FOREIGN = attempts(MappingOutcome.NO_ANSWER, MappingOutcome.FOREIGN_ADDRESS);
    private static final List<Attempt> BROKEN = attempts(MappingOutcome.INVALID_ANSWER, MappingOutcome.NO_ANSWER);
    private static final List<Attempt> MAPPED = attempts(MappingOutcome.NO_ANSWER, MappingOutcome.MAPPED);

    static Stream<Arguments> table() {
        return Stream.of(
                row("open", NatClass.OPEN, List.of(), asked(MAPPED, 16, PLAIN), ""),
                row("not tested", NatClass.UNKNOWN, List.of(), PortReport.NOTHING_ASKED, ""),
                row("no server told", NatClass.UNKNOWN, List.of(Advice.NO_SERVER_TOLD), asked(SILENT, 0, PLAIN), ""),
                row("silent router", forward(), asked(SILENT, 0, PLAIN), "open switch-on forward tell again"),
                row("silent, named", forward(), asked(SILENT, 0, FRITZ), "open-named switch-on-avm forward tell again"),
                row(
                        "NETGEAR",
                        forward(),
                        asked(SILENT, 0, router("NETGEAR, Inc.", "R7000")),
                        "open-named switch-on-netgear forward tell again"),
                row(
                        "TP-Link",
                        forward(),
                        asked(SILENT, 0, router("TP-Link", "Archer AX55")),
                        "open-named switch-on-tp-link forward tell again"),
                row(
                        "another maker",
                        forward(),
                        asked(SILENT, 0, router("Debian", "avm")),
                        "open-named switch-on forward tell again"),
                row(
                        "router unknown",
                        forward(),
                        asked(List.of(), 0, NONE),
                        "open-unknown switch-on forward-unknown tell again"),
                row("refused", forward(), asked(REFUSED, 0, PLAIN), "open refused forward tell again"),
                row(
                        "refused, FRITZ!Box",
                        forward(),
                        asked(REFUSED, 0, FRITZ),
                        "open-named refused switch-on-avm forward tell again"),
                row(
                        "refused, TP-Link",
                        forward(),
                        asked(REFUSED, 0, router("TP-LINK", "")),
                        "open-named refused forward tell again"),
                row(
                        "sends elsewhere",
                        forward(),
                        asked(FOREIGN, 0, PLAIN),
                        "open unusable switch-on forward tell again"),
                row("nonsense", forward(), asked(BROKEN, 0, PLAIN), "open unusable switch-on forward tell again"),
                row("forwards in vain", forward(), asked(MAPPED, 16, PLAIN), "says-forwarded own-firewall again"),
                row("off", forward(), chosen(PortChoice.OFF, 0, PLAIN), "ask-router open forward tell again"),
                row("by hand", forward(), chosen(HIS, 10, PLAIN), "open check own-firewall again"),
                row(
                        "by hand, router unknown",
                        forward(),
                        chosen(HIS, 10, NONE),
                        "open-unknown check-unknown own-firewall again"),
                row(
                        "two routers",
                        NatClass.STRICT,
                        List.of(Advice.BRIDGE_INNER_ROUTER, Advice.FORWARD_PORT),
                        asked(SILENT, 0, PLAIN),
                        "inner bridge forward-outer forward-inner tell again"),
                row(
                        "two routers, unknown",
                        NatClass.STRICT,
                        List.of(Advice.BRIDGE_INNER_ROUTER, Advice.FORWARD_PORT),
                        asked(SILENT, 0, NONE),
                        "inner-unknown bridge forward-outer-unknown forward-inner-unknown tell again"),
                row(
                        "two routers, by hand",
                        NatClass.STRICT,
                        List.of(Advice.BRIDGE_INNER_ROUTER, Advice.FORWARD_PORT),
                        chosen(HIS, 10, PLAIN),
                        "inner bridge forward-outer forward-inner again"),
                row(
                        "carrier-grade",
                        NatClass.STRICT,
                        List.of(Advice.ASK_PROVIDER),
                        asked(SILENT, 0, PLAIN),
                        "provider provider-ipv6 again"),
                row(
                        "blocked",
                        NatClass.BLOCKED,
                        List.of(Advice.ALLOW_UDP),
                        asked(SILENT, 0, PLAIN),
                        "udp-here udp-router udp-keeper again"),
                row(
                        "blocked, router unknown",
                        NatClass.BLOCKED,
                        List.of(Advice.ALLOW_UDP),
                        asked(SILENT, 0, NONE),
                        "udp-here udp-router-unknown udp-keeper again"),
                row(
                        "firewall alone",
                        NatClass.MODERATE,
                        List.of(Advice.ALLOW_UDP),
                        asked(List.of(), 0, NONE),
                        "choose let-in again"),
                row(
                        "firewall, by hand",
                        NatClass.MODERATE,
                        List.of(Advice.ALLOW_UDP),
                        chosen(HIS, 10, NONE),
                        "let-in again"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void everySituationHasItsSteps(String situation, NetworkReport report, String keys) {
        assertEquals(keys, keys(report));
    }

    @Test
    void whoHasIpv6IsNotSentForIt() {
        assertEquals(
                "provider again",
                keys(report(
                        NatClass.STRICT,
                        List.of(Advice.ASK_PROVIDER),
                        asked(SILENT, 0, PLAIN),
                        Optional.of("2620:fe::9"))));
    }

    @Test
    void namesTheRouterThePortsAndThisMachine() {
        List<Step> steps = Steps.of(report(NatClass.STRICT, forward(), asked(REFUSED, 0, FRITZ), Optional.empty()));
        assertEquals(
                List.of("http://192.168.1.1", "AVM Berlin FRITZ!Box 7590"),
                steps.get(0).arguments());
        assertEquals(List.of("UPnP", 606), steps.get(1).arguments());
        assertEquals(List.of(50_000, 50_015, "192.168.1.23"), steps.get(3).arguments());
        assertEquals(List.of("50000-50015"), steps.get(4).arguments());
    }

    @Test
    void opensTheRoutersOwnPageWhereItToldOne() {
        var router = new Router(
                "192.168.1.1",
                Optional.empty(),
                Optional.empty(),
                "",
                "Hub",
                Optional.of("http://192.168.1.1:8080/ui"));
        List<Step> steps =
                Steps.of(report(NatClass.STRICT, forward(), asked(SILENT, 0, Optional.of(router)), Optional.empty()));
        assertEquals(
                List.of("http://192.168.1.1:8080/ui", "Hub"), steps.getFirst().arguments());
    }

    @Test
    void saysTheMakerOnce() {
        assertEquals(
                "Debian router", router("Debian", "Debian router").orElseThrow().name());
        assertTrue(PLAIN.orElseThrow().name().isEmpty());
    }

    private static String keys(NetworkReport report) {
        return String.join(
                " ",
                Steps.of(report).stream()
                        .map(step -> step.textKey().substring("engine.nat.step.".length()))
                        .toList());
    }

    private static List<Advice> forward() {
        return List.of(Advice.FORWARD_PORT);
    }

    private static Arguments row(String situation, List<Advice> advice, PortReport ports, String keys) {
        return row(situation, NatClass.MODERATE, advice, ports, keys);
    }

    private static Arguments row(
            String situation, NatClass natClass, List<Advice> advice, PortReport ports, String keys) {
        return Arguments.of(situation, report(natClass, advice, ports, Optional.empty()), keys);
    }

    private static Optional<Router> router(String maker, String model) {
        return Optional.of(new Router(
                "192.168.1.1", Optional.of("192.168.1.23"), Optional.of("10.0.0.7"), maker, model, Optional.empty()));
    }

    private static List<Attempt> attempts(MappingOutcome natPmp, MappingOutcome upnp) {
        return List.of(attempt(MappingProtocol.NAT_PMP, natPmp), attempt(MappingProtocol.UPNP_IGD, upnp));
    }

    private static Attempt attempt(MappingProtocol protocol, MappingOutcome outcome) {
        int code = outcome == MappingOutcome.REFUSED ? 606 : 0;
        return new Attempt(protocol, outcome, code, outcome == MappingOutcome.MAPPED ? 16 : 0, OptionalLong.empty());
    }

    private static PortReport asked(List<Attempt> attempts, int open, Optional<Router> router) {
        return new PortReport(PortChoice.AUTOMATIC, Situation.ASKED, open, attempts, router);
    }

    private static PortReport chosen(PortChoice choice, int open, Optional<Router> router) {
        return new PortReport(choice, Situation.NOT_WANTED, open, List.of(), router);
    }

    private static NetworkReport report(
            NatClass natClass, List<Advice> advice, PortReport ports, Optional<String> ipv6) {
        return new NetworkReport(
                false,
                Optional.of(Instant.EPOCH),
                natClass,
                NatBehaviour.UNKNOWN,
                NatBehaviour.UNKNOWN,
                NatLayers.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                ipv6,
                List.of(),
                advice,
                ports,
                false,
                List.of(),
                Optional.empty());
    }
}
