package org.deploynet.engine.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.deploynet.control.nat.MappingOutcome;
import org.deploynet.control.nat.MappingProtocol;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.nat.PortReport;
import org.deploynet.control.nat.Router;
import org.deploynet.engine.link.rtc.Doors;
import org.deploynet.engine.nat.mapping.ForwardedPort;
import org.deploynet.engine.nat.mapping.MappingAttempt;
import org.deploynet.engine.nat.mapping.MappingReport;
import org.deploynet.engine.nat.mapping.RouterName;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.junit.jupiter.api.Test;

class PortKeeperTest {
    private static final List<Integer> PORTS = List.of(50_000, 50_001);
    private static final InetAddress ROUTER = InetAddress.ofLiteral("192.168.1.1");
    private static final InetAddress OUTSIDE = InetAddress.ofLiteral("9.9.9.9");

    private final List<List<Integer>> asked = new ArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger changes = new AtomicInteger();
    private Consumer<MappingReport> routers = report -> {};
    private Optional<List<InetAddress>> gateways = Optional.of(List.of(InetAddress.ofLiteral("fe80::1"), ROUTER));

    private PortKeeper keeper(PortChoice choice) {
        return new PortKeeper(new Doors(), PORTS, choice, this::start, () -> gateways, changes::incrementAndGet);
    }

    private PortKeeper.Asking start(List<Integer> ports, Consumer<MappingReport> listener) {
        asked.add(ports);
        routers = listener;
        return new PortKeeper.Asking() {
            @Override
            public void askAgain() {}

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    @Test
    void noRouterIsAskedBeforeTheNetworkIsThere() {
        try (PortKeeper keeper = keeper(PortChoice.AUTOMATIC)) {
            assertEquals(List.of(), asked);
            assertEquals(PortReport.Situation.NOT_YET, keeper.report().situation());
            keeper.welcomed();
            keeper.welcomed();
            assertEquals(List.of(PORTS), asked);
        }
        assertEquals(1, closed.get());
    }

    @Test
    void whatARouterForwardsLetsLinksInAndIsCalled() {
        try (PortKeeper keeper = keeper(PortChoice.AUTOMATIC)) {
            keeper.welcomed();
            assertEquals(OptionalInt.empty(), keeper.toDial());
            routers.accept(mapped());
            assertEquals(1, changes.get());
            routers.accept(mapped());
            assertEquals(1, changes.get(), "nothing changed");
            assertEquals(OptionalInt.of(50_001), keeper.toDial(), "links take the first ones first");
            assertEquals(Optional.of(OUTSIDE), keeper.wan());
            PortReport report = keeper.report();
            assertEquals(PortReport.Situation.ASKED, report.situation());
            assertEquals(2, report.open());
            assertEquals(MappingOutcome.MAPPED, report.attempts().getFirst().outcome());
            routers.accept(new MappingReport(MappingReport.Situation.NO_GATEWAY, List.of(), Map.of()));
            assertEquals(2, changes.get());
            assertEquals(0, keeper.report().open());
        }
    }

    @Test
    void theOwnerIsToldOfTheRouterByItsAddressAndByWhatItCallsItself() {
        try (PortKeeper keeper = keeper(PortChoice.AUTOMATIC)) {
            Router silent = keeper.report().router().orElseThrow();
            assertEquals("192.168.1.1", silent.address());
            assertEquals("", silent.maker() + silent.model());
            keeper.welcomed();
            routers.accept(mapped());
            Router router = keeper.report().router().orElseThrow();
            assertEquals("Maker", router.maker());
            assertEquals("Model", router.model());
            assertEquals(Optional.of("http://192.168.1.1:80/"), router.page());
            assertEquals(Optional.of("9.9.9.9"), router.outerAddress());
            gateways = Optional.empty();
            assertEquals(Optional.empty(), keeper.report().router());
        }
    }

    @Test
    void whatTheOwnerForwardsIsOpenAndNobodyIsAsked() {
        try (PortKeeper keeper = keeper(PortChoice.byHand(42_000, 42_009))) {
            keeper.welcomed();
            assertEquals(10, keeper.report().open());
            assertEquals(OptionalInt.of(42_009), keeper.toDial());
        }
        assertEquals(List.of(), asked);
    }

    @Test
    void anotherChoiceCountsAtOnceAndTheSameOneChangesNothing() {
        try (PortKeeper keeper = keeper(PortChoice.AUTOMATIC)) {
            keeper.welcomed();
            routers.accept(mapped());
            keeper.choose(PortChoice.AUTOMATIC);
            assertEquals(0, closed.get());
            keeper.choose(PortChoice.OFF);
            assertEquals(1, closed.get());
            assertEquals(0, keeper.report().open());
            assertEquals(PortReport.Situation.NOT_WANTED, keeper.report().situation());
            assertEquals(Optional.empty(), keeper.wan());
            keeper.choose(PortChoice.AUTOMATIC);
            assertEquals(2, asked.size());
        }
    }

    @Test
    void eachOfFourStartsHasPortsOfItsOwnAndAllAreDynamicOnes() {
        KeyId id = SigningKey.generate().id();
        for (long epoch = 0; epoch < 8; epoch++) {
            List<Integer> ports = PortKeeper.portsOf(id, epoch);
            assertEquals(PortKeeper.PORTS, ports.size());
            assertNotEquals(ports, PortKeeper.portsOf(id, epoch + 1));
            assertEquals(ports, PortKeeper.portsOf(id, epoch + 4));
        }
        IntStream.range(0, 1_000)
                .mapToObj(i -> PortKeeper.portsOf(SigningKey.generate().id(), i))
                .forEach(ports -> assertTrue(ports.getFirst() >= 49_152 && ports.getLast() <= 65_535));
    }

    private static MappingReport mapped() {
        return new MappingReport(
                MappingReport.Situation.ASKED,
                List.of(new MappingAttempt(
                        MappingProtocol.NAT_PMP,
                        ROUTER,
                        MappingOutcome.MAPPED,
                        0,
                        Optional.of(OUTSIDE),
                        List.of(new ForwardedPort(50_000, 50_000), new ForwardedPort(50_001, 51_001)),
                        Optional.empty())),
                Map.of(ROUTER, new RouterName("Maker", "Model", Optional.of(URI.create("http://192.168.1.1:80/")))));
    }
}
