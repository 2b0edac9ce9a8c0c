package org.deploynet.engine.nat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deploynet.engine.nat.NetworkChange.Kind;
import org.junit.jupiter.api.Test;

class ChangeSettlerTest {
    private static final InetAddress HOME = InetAddress.ofLiteral("192.168.1.20");
    private static final InetAddress AWAY = InetAddress.ofLiteral("10.0.0.7");
    private static final InetAddress ROUTER = InetAddress.ofLiteral("192.168.1.1");
    private static final NetworkState AT_HOME = new NetworkState(Set.of(HOME), List.of(ROUTER), Set.of(HOME));
    private static final NetworkState MOVED =
            new NetworkState(Set.of(AWAY), List.of(InetAddress.ofLiteral("10.0.0.1")), Set.of(AWAY));
    private static final long QUIET = ChangeSettler.QUIET.toMillis();
    private static final long AWAY_MILLIS = ChangeSettler.AWAY.toMillis();

    private final ChangeSettler settler = new ChangeSettler(AT_HOME, 0, 0);
    private long nanos;
    private long millis;

    private Optional<NetworkChange> lookAfter(long later, NetworkState now) {
        return lookAfter(later, later, now);
    }

    private Optional<NetworkChange> lookAfter(long monotonicMillis, long wallMillis, NetworkState now) {
        nanos += Duration.ofMillis(monotonicMillis).toNanos();
        millis += wallMillis;
        return settler.look(now, nanos, millis);
    }

    @Test
    void saysNothingWhileNothingChanges() {
        for (int look = 0; look < 100; look++) {
            assertEquals(Optional.empty(), lookAfter(AWAY_MILLIS - 1, AT_HOME));
        }
        assertFalse(settler.isSettling());
    }

    @Test
    void oneMoveIsOneEventHoweverManySteps() {
        assertEquals(Optional.empty(), lookAfter(250, NetworkState.NONE));
        assertEquals(Optional.empty(), lookAfter(250, new NetworkState(Set.of(AWAY), List.of(), Set.of())));
        assertEquals(Optional.empty(), lookAfter(QUIET - 1, MOVED), "the last step begins the wait anew");
        assertEquals(Optional.empty(), lookAfter(QUIET - 1, MOVED));
        assertTrue(settler.isSettling());
        assertEquals(
                Optional.of(new NetworkChange(MOVED, Set.of(HOME), Set.of(Kind.ADDRESS, Kind.ROUTE))),
                lookAfter(1, MOVED));
        assertFalse(settler.isSettling());
        assertEquals(Optional.empty(), lookAfter(QUIET, MOVED));
    }

    @Test
    void anAddressThatWentAndCameBackIsTold() {
        lookAfter(250, NetworkState.NONE);
        lookAfter(250, AT_HOME);
        assertEquals(
                Optional.of(new NetworkChange(AT_HOME, Set.of(), Set.of(Kind.ADDRESS, Kind.ROUTE))),
                lookAfter(QUIET, AT_HOME));
    }

    @Test
    void aTunnelThatTakesTheTrafficWithoutAGatewayIsAnotherRoute() {
        var tunnel = InetAddress.ofLiteral("10.8.0.2");
        var within = new NetworkState(Set.of(HOME, tunnel), List.of(ROUTER), Set.of(tunnel));
        lookAfter(250, within);
        assertEquals(
                Optional.of(new NetworkChange(within, Set.of(), Set.of(Kind.ADDRESS, Kind.ROUTE))),
                lookAfter(QUIET, within));
        var around = new NetworkState(Set.of(HOME, tunnel), List.of(ROUTER), Set.of(HOME));
        lookAfter(250, around);
        assertEquals(Optional.of(new NetworkChange(around, Set.of(), Set.of(Kind.ROUTE))), lookAfter(QUIET, around));
    }

    @Test
    void aMachineThatSleptIsToldByTheWallClockAndAStoppedProcessByBoth() {
        lookAfter(2_000, AWAY_MILLIS, AT_HOME);
        assertEquals(
                Optional.of(new NetworkChange(AT_HOME, Set.of(), Set.of(Kind.RESUMED))), lookAfter(QUIET, AT_HOME));
        lookAfter(AWAY_MILLIS, AT_HOME);
        assertEquals(
                Optional.of(new NetworkChange(AT_HOME, Set.of(), Set.of(Kind.RESUMED))), lookAfter(QUIET, AT_HOME));
    }

    @Test
    void aWallClockThatIsSetBackIsNoSleep() {
        assertEquals(Optional.empty(), lookAfter(2_000, -3_600_000, AT_HOME));
        assertEquals(Optional.empty(), lookAfter(QUIET, AT_HOME));
        assertFalse(settler.isSettling());
    }

    @Test
    void thisMachinesOwnStateHasNoLoopbackInIt() {
        NetworkState now = NetworkState.now(List.of());
        assertTrue(now.addresses().stream().noneMatch(InetAddress::isLoopbackAddress), now.toString());
        assertTrue(now.addresses().containsAll(now.sources()), now.toString());
    }
}
