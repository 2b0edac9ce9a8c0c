package org.deploynet.engine.assembly;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.deploynet.control.EngineSnapshot.Nat;
import org.deploynet.control.nat.Advice;
import org.deploynet.control.nat.BrowserShare;
import org.deploynet.control.nat.NatBehaviour;
import org.deploynet.control.nat.NatClass;
import org.deploynet.control.nat.NatLayers;
import org.deploynet.control.nat.NetworkReport;
import org.deploynet.control.nat.PortReport;
import org.deploynet.engine.nat.DialBack;
import org.deploynet.engine.nat.NatProbe;
import org.deploynet.engine.nat.NatReport;
import org.deploynet.protocol.net.Candidates;
import org.deploynet.protocol.signaling.FromSuperPeer.Reach;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.protocol.signaling.ToSuperPeer.Reached;
import org.junit.jupiter.api.Test;

class NatKeeperTest {
    private static final NetworkReport.Beside BESIDE =
            new NetworkReport.Beside(PortReport.NOTHING_ASKED, false, List.of());
    private static final Instant NOW = Instant.parse("2026-11-27T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final List<String> TOLD = List.of("stun:9.9.9.9:3478");

    private final SynchronousQueue<NatClass> found = new SynchronousQueue<>();
    private final SynchronousQueue<List<String>> asked = new SynchronousQueue<>();

    @Test
    void testsAtEachWelcomeByTheServersThatWereTold() throws Exception {
        try (var keeper = keeper(this::probe)) {
            keeper.start();
            assertEquals(new Nat(NatClass.UNKNOWN), keeper.nat());
            keeper.welcomed(TOLD);
            assertEquals(TOLD, asked.poll(10, TimeUnit.SECONDS));
            found.put(NatClass.STRICT);
            awaitType(keeper, NatClass.STRICT);
            assertEquals(Optional.of(NOW), keeper.nat().testedAt());
            keeper.welcomed(TOLD);
            assertEquals(TOLD, asked.poll(10, TimeUnit.SECONDS));
            found.put(NatClass.BLOCKED);
            awaitType(keeper, NatClass.BLOCKED);
        }
    }

    @Test
    void tellsTheNetworkWhatItFoundAndShowsWhatThatCountedOfSuchSuperPeers() throws Exception {
        var tests = new LinkedBlockingQueue<Boolean>();
        try (var keeper = keeper(this::probe, () -> tests.add(true))) {
            keeper.start();
            assertEquals(Optional.empty(), keeper.reach(1), "nothing is tested");
            keeper.welcomed(TOLD);
            assertEquals(TOLD, asked.poll(10, TimeUnit.SECONDS));
            found.put(NatClass.STRICT);
            assertEquals(true, tests.poll(10, TimeUnit.SECONDS));
            assertEquals(Optional.of(new Reach(2, Reachability.STRICT, false)), keeper.reach(2));
            assertEquals(Optional.empty(), keeper.network().share());
            keeper.reached(new Reached(1, 10, 10));
            assertEquals(Optional.empty(), keeper.network().share(), "the answer to something else");
            keeper.reached(new Reached(2, 1_240, 1_153));
            assertEquals(
                    Optional.of(new BrowserShare(1_240, 1_153)),
                    keeper.network().share());
            keeper.welcomed(TOLD);
            assertEquals(TOLD, asked.poll(10, TimeUnit.SECONDS));
            found.put(NatClass.OPEN);
            assertEquals(true, tests.poll(10, TimeUnit.SECONDS));
            assertEquals(Optional.empty(), keeper.network().share(), "that was of strict ones");
        }
    }

    @Test
    void testsOnceWhenTheNetworkChangesThoughAWelcomeFollows() throws Exception {
        try (var keeper = keeper(this::probe)) {
            keeper.start();
            keeper.welcomed(TOLD);
            assertEquals(TOLD, asked.poll(10, TimeUnit.SECONDS));
            found.put(NatClass.STRICT);
            awaitType(keeper, NatClass.STRICT);
            Awaitility.await().until(() -> !keeper.network().testing());
            keeper.networkChanged();
            assertEquals(TOLD, asked.poll(10, TimeUnit.SECONDS));
            keeper.welcomed(TOLD);
            found.put(NatClass.OPEN);
            awaitType(keeper, NatClass.OPEN);
            Awaitility.await().until(() -> !keeper.network().testing());
            List<String> others = List.of("stun:9.9.9.10:3478");
            keeper.networkChanged();
            assertEquals(TOLD, asked.poll(10, TimeUnit.SECONDS), "nothing was left of the welcome before");
            keeper.welcomed(others);
            found.put(NatClass.OPEN);
            assertEquals(others, asked.poll(10, TimeUnit.SECONDS));
            found.put(NatClass.MODERATE);
            awaitType(keeper, NatClass.MODERATE);
        }
    }

    @Test
    void saysWhileItTestsAndWhatItFound() throws Exception {
        var nobody = new NatProbe.Surroundings(List.of(), Set.of(), Optional.empty(), DialBack.UNTRIED);
        var real = new NatProbe(Candidates.withLocal(), new Random(1));
        try (var keeper = keeper(urls -> urls.isEmpty() ? real.probe(nobody) : probe(urls))) {
            keeper.start();
            keeper.testNetwork();
            Awaitility.await().until(() -> keeper.network().testedAt().isPresent());
            assertEquals(List.of(Advice.NO_SERVER_TOLD), keeper.network().advice());

            keeper.welcomed(TOLD);
            assertEquals(TOLD, asked.poll(10, TimeUnit.SECONDS));
            assertTrue(keeper.network().testing());
            found.put(NatClass.MODERATE);
            Awaitility.await().until(() -> !keeper.network().testing());
            assertEquals(NatClass.MODERATE, keeper.network().natClass());
            keeper.testNetwork();
            assertTrue(keeper.network().testing());
            assertEquals(TOLD, asked.poll(10, TimeUnit.SECONDS));
            found.put(NatClass.OPEN);
            awaitType(keeper, NatClass.OPEN);
        }
    }

    @Test
    void aTestThatFailsIsNotTheLast() throws Exception {
        try (var keeper = keeper(urls -> {
            if (probe(urls).natClass() == NatClass.UNKNOWN) {
                throw new IllegalStateException("on purpose");
            }
            return report(NatClass.OPEN);
        })) {
            keeper.start();
            keeper.welcomed(TOLD);
            assertEquals(TOLD, asked.poll(10, TimeUnit.SECONDS));
            found.put(NatClass.UNKNOWN);
            keeper.welcomed(TOLD);
            assertEquals(TOLD, asked.poll(10, TimeUnit.SECONDS));
            found.put(NatClass.OPEN);
            awaitType(keeper, NatClass.OPEN);
        }
    }

    private static NatKeeper keeper(Function<List<String>, NatReport> probe) {
        return keeper(probe, () -> {});
    }

    private static NatKeeper keeper(Function<List<String>, NatReport> probe, Runnable tested) {
        return new NatKeeper(probe, () -> BESIDE, new Bell(), tested, new Random(1), CLOCK);
    }

    @Test
    void testsAgainAfterAboutADayAndNotAllAtOnce() {
        var random = new Random(1);
        long first = NatKeeper.untilAgain(random);
        for (int i = 0; i < 1_000; i++) {
            long nanos = NatKeeper.untilAgain(random);
            assertTrue(nanos >= Duration.ofMinutes(1_296).toNanos(), "at the earliest after 21.6 h");
            assertTrue(nanos <= Duration.ofMinutes(1_584).toNanos(), "at the latest after 26.4 h");
            assertTrue(nanos != first);
        }
    }

    private static void awaitType(NatKeeper keeper, NatClass type) {
        Awaitility.await().until(() -> keeper.nat().type() == type);
    }

    private NatReport probe(List<String> urls) {
        try {
            asked.put(urls);
            return report(found.take());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("closed", e);
        }
    }

    private static NatReport report(NatClass natClass) {
        return new NatReport(
                natClass,
                NatBehaviour.UNKNOWN,
                NatBehaviour.UNKNOWN,
                NatLayers.UNKNOWN,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of());
    }
}
