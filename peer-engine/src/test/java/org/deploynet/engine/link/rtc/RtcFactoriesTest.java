package org.deploynet.engine.link.rtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** Loads the native library but needs no network. */
@EnabledIfEnvironmentVariable(named = "DEPLOYNET_NETNS", matches = "1", disabledReason = "loads the native library")
class RtcFactoriesTest {
    @Test
    void keepsItsFactoryHoweverManyConnectionsItHasMade() {
        try (var factories = new RtcFactories(1)) {
            RtcFactories.Lease first = factories.lease();
            first.close();
            for (int i = 0; i < 2_000; i++) {
                factories.lease().close();
            }
            RtcFactories.Lease last = factories.lease();
            assertSame(first.factory(), last.factory());
            assertEquals(1, factories.alive());
            last.close();
        }
    }

    @Test
    void goesWithItsLastLinkOnceItIsClosed() {
        var factories = new RtcFactories(1);
        RtcFactories.Lease first = factories.lease();
        RtcFactories.Lease second = factories.lease();
        factories.close();
        first.close();
        first.close();
        assertEquals(1, factories.alive());
        second.close();
        assertEquals(0, factories.alive());
    }

    @Test
    void makesAFurtherFactoryOnlyWhenTheFirstIsBusy() {
        try (var factories = new RtcFactories(2)) {
            List<RtcFactories.Lease> leases = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                leases.add(factories.lease());
            }
            assertEquals(1, factories.alive());
            leases.add(factories.lease());
            assertEquals(2, factories.alive());
            leases.forEach(RtcFactories.Lease::close);
        }
    }

    @Test
    void waitsForItsLastLinkWhenItCloses() {
        var factories = new RtcFactories(1);
        RtcFactories.Lease lease = factories.lease();
        assertFalse(factories.closeWithin(Duration.ofMillis(10)));
        assertThrows(IllegalStateException.class, factories::lease);
        lease.close();
        assertTrue(factories.closeWithin(Duration.ofSeconds(1)));
    }
}
