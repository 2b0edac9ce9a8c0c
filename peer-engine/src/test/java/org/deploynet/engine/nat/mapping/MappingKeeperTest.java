package org.deploynet.engine.nat.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.control.nat.MappingOutcome;
import org.deploynet.control.nat.MappingProtocol;
import org.deploynet.engine.limits.ManualClock;
import org.deploynet.engine.nat.mapping.MappingReport.Situation;
import org.junit.jupiter.api.Test;

class MappingKeeperTest {
    private static final InetAddress HOME = InetAddress.ofLiteral("192.168.1.1");
    private static final InetAddress OTHER = InetAddress.ofLiteral("10.0.0.1");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualClock clock = new ManualClock();
    private final ScriptedRouter pcp = new ScriptedRouter(MappingProtocol.PCP);
    private final ScriptedRouter natPmp = new ScriptedRouter(MappingProtocol.NAT_PMP);
    private final ScriptedRouter upnp = new ScriptedRouter(MappingProtocol.UPNP_IGD);
    private final Map<InetAddress, List<RouterClient>> routers =
            new HashMap<>(Map.of(HOME, List.of(pcp, natPmp, upnp)));
    private List<Integer> ports = List.of(40_000);
    private Optional<List<InetAddress>> found = Optional.of(List.of(HOME));
    private final List<MappingReport> told = new ArrayList<>();
    private final MappingKeeper keeper = new MappingKeeper(() -> found, this::session, clock, told::add);

    private GatewaySession session(InetAddress gateway) {
        return new GatewaySession(
                gateway,
                List.copyOf(routers.getOrDefault(gateway, List.of())),
                ports.stream()
                        .map(port -> MappingRequest.first(Transport.UDP, port, Duration.ofHours(1)))
                        .toList(),
                clock,
                Duration.ofSeconds(5));
    }

    @Test
    void allProtocolsAreAskedAndThePreferredOneMaps() throws Exception {
        keeper.step();
        assertEquals(List.of(MappingOutcome.MAPPED, MappingOutcome.NOT_NEEDED, MappingOutcome.NOT_NEEDED), outcomes());
        assertEquals(1, pcp.mapped.size());
        assertEquals(40_000, pcp.mapped.getFirst().externalPort());
        assertEquals(List.of(), natPmp.mapped);
        assertEquals(1, upnp.probes.get());
        MappingAttempt mapped = last().mapped().getFirst();
        assertEquals(List.of(new ForwardedPort(40_000, 50_000)), mapped.ports());
        assertEquals(Optional.of(AddressScope.PUBLIC), mapped.externalScope());
    }

    @Test
    void theReportHasTheNameThatOneOfTheProtocolsTells() throws Exception {
        upnp.name = new RouterName("Maker", "Model", Optional.empty());
        keeper.step();
        assertEquals(Map.of(HOME, upnp.name), last().names());
    }

    @Test
    void everyPortIsMappedRenewedAndRemoved() throws Exception {
        ports = List.of(40_000, 40_001, 40_002);
        keeper.step();
        assertEquals(
                ports,
                last().mapped().getFirst().ports().stream()
                        .map(ForwardedPort::local)
                        .toList());
        run(Duration.ofMinutes(30));
        assertEquals(6, pcp.mapped.size());
        keeper.release();
        assertEquals(
                ports, pcp.unmapped.stream().map(MappingRequest::internalPort).toList());
    }

    @Test
    void aRouterWhoseListIsFullServesByWhatItTook() throws Exception {
        ports = List.of(40_000, 40_001, 40_002);
        pcp.takes = 2;
        keeper.step();
        assertEquals(2, last().mapped().getFirst().ports().size());
        assertEquals(List.of(), natPmp.mapped, "one list for all protocols");
        pcp.takes = 3;
        run(Duration.ofMinutes(30));
        assertEquals(3, last().mapped().getFirst().ports().size());
    }

    @Test
    void whatOneProtocolRefusesTheNextIsAskedFor() throws Exception {
        pcp.onProbe = Optional.of(RouterException.notOffered(1, "another version"));
        natPmp.onMap = Optional.of(RouterException.refused(2, "not authorized"));
        keeper.step();
        assertEquals(List.of(MappingOutcome.NOT_OFFERED, MappingOutcome.REFUSED, MappingOutcome.MAPPED), outcomes());
        assertEquals(2, last().attempts().get(1).code());
        assertEquals(List.of(), pcp.mapped);
    }

    @Test
    void aLeaseIsRenewedAtItsHalfWithWhatWasGranted() throws Exception {
        keeper.step();
        run(Duration.ofMinutes(29));
        assertEquals(1, pcp.mapped.size());
        run(MINUTE);
        assertEquals(2, pcp.mapped.size());
        assertEquals(50_000, pcp.mapped.getLast().externalPort());
        assertEquals(Optional.of(ScriptedRouter.EXTERNAL), pcp.mapped.getLast().externalAddress());
        run(Duration.ofMinutes(30));
        assertEquals(3, pcp.mapped.size());
        assertEquals(1, told.size(), "nothing changed");
    }

    @Test
    void aPermanentMappingIsNotRenewed() throws Exception {
        pcp.grant = new Grant(50_000, Optional.empty(), Optional.empty());
        keeper.step();
        assertTrue(last().mapped().getFirst().isPermanent());
        run(Duration.ofDays(1));
        assertEquals(1, pcp.mapped.size());
    }

    @Test
    void aRouterThatForgotIsAskedAgainWithinFiveMinutes() throws Exception {
        keeper.step();
        pcp.remembers = false;
        run(Duration.ofMinutes(5));
        assertEquals(2, pcp.mapped.size());
    }

    @Test
    void whereTheHolderFallsSilentTheNextProtocolTakesOver() throws Exception {
        keeper.step();
        pcp.onProbe = Optional.of(RouterException.noAnswer("silent"));
        run(Duration.ofMinutes(5));
        assertEquals(List.of(MappingOutcome.NO_ANSWER, MappingOutcome.MAPPED, MappingOutcome.NOT_NEEDED), outcomes());
    }

    @Test
    void whoEverRefusedIsAskedAgainAfterHalfAnHour() throws Exception {
        for (ScriptedRouter router : List.of(pcp, natPmp, upnp)) {
            router.onMap = Optional.of(RouterException.refused(2, "not authorized"));
        }
        keeper.step();
        run(Duration.ofMinutes(29));
        assertEquals(1, pcp.mapped.size());
        pcp.onMap = Optional.empty();
        run(MINUTE);
        assertEquals(MappingOutcome.MAPPED, outcomes().getFirst());
    }

    @Test
    void whoHadAMappingAndLostItTriesAgainAfterFiveMinutes() throws Exception {
        keeper.step();
        for (ScriptedRouter router : List.of(pcp, natPmp, upnp)) {
            router.onProbe = Optional.of(RouterException.noAnswer("starting"));
        }
        run(Duration.ofMinutes(5));
        assertEquals(List.of(), last().mapped());
        pcp.onProbe = Optional.empty();
        run(Duration.ofMinutes(5));
        assertEquals(1, last().mapped().size());
    }

    @Test
    void aShortLeaseDoesNotMakeAFlood() throws Exception {
        pcp.grant = new Grant(50_000, Optional.empty(), Optional.of(Duration.ofSeconds(1)));
        assertEquals(Duration.ofSeconds(4), keeper.step());
    }

    @Test
    void everyGatewayHasItsOwnMapping() throws Exception {
        var other = new ScriptedRouter(MappingProtocol.NAT_PMP);
        routers.put(OTHER, List.of(other));
        found = Optional.of(List.of(HOME, OTHER));
        keeper.step();
        assertEquals(2, last().mapped().size());
        assertEquals(OTHER, last().mapped().getLast().gateway());
        keeper.release();
        assertEquals(1, pcp.unmapped.size());
        assertEquals(1, other.unmapped.size());
    }

    @Test
    void aNewGatewayIsAskedAndOneThatLeftIsForgotten() throws Exception {
        keeper.step();
        var other = new ScriptedRouter(MappingProtocol.PCP);
        routers.put(OTHER, List.of(other));
        found = Optional.of(List.of(OTHER, InetAddress.ofLiteral("fe80::1")));
        run(Duration.ofMinutes(5));
        assertEquals(
                List.of(OTHER),
                last().attempts().stream().map(MappingAttempt::gateway).toList());
    }

    @Test
    void noGatewayAndNoWayToKnowAreToldApart() throws Exception {
        found = Optional.of(List.of());
        keeper.step();
        assertEquals(Situation.NO_GATEWAY, last().situation());
        found = Optional.empty();
        keeper.step();
        assertEquals(Situation.GATEWAY_UNKNOWN, last().situation());
    }

    @Test
    void aChangeOfTheNetworkAsksForEverythingAtOnce() throws Exception {
        keeper.step();
        keeper.askAgain();
        keeper.step();
        assertEquals(2, pcp.mapped.size());
    }

    @Test
    void aWallClockThatWasSetBackDoesNotLetALeaseEnd() throws Exception {
        keeper.step();
        clock.advance(Duration.ofDays(-1));
        keeper.step();
        assertEquals(2, pcp.mapped.size());
    }

    @Test
    void theEndRemovesTheMappingAndNothingElse() throws Exception {
        keeper.step();
        keeper.release();
        assertEquals(1, pcp.unmapped.size());
        assertEquals(50_000, pcp.unmapped.getFirst().externalPort());
        assertEquals(List.of(), natPmp.unmapped);
        assertEquals(List.of(), upnp.unmapped);
    }

    // As the thread of a port mapper, in the time of the clock.
    private void run(Duration time) throws Exception {
        var end = clock.instant().plus(time);
        while (true) {
            Duration pause = keeper.step();
            if (clock.instant().plus(pause).isAfter(end)) {
                clock.set(end);
                keeper.step();
                return;
            }
            clock.advance(pause);
        }
    }

    private MappingReport last() {
        return told.getLast();
    }

    private List<MappingOutcome> outcomes() {
        return last().attempts().stream().map(MappingAttempt::outcome).toList();
    }
}
