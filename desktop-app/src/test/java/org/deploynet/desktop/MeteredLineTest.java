package org.deploynet.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.deploynet.control.sharing.SharingReport.Metered;
import org.deploynet.engine.limits.MeteredLine;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine asks of NetworkManager, over a real bus from something that answers in its name. It is here for the bus. */
class MeteredLineTest {
    private static TestBus bus;

    @BeforeAll
    static void startBus() throws Exception {
        bus = new TestBus();
    }

    @AfterAll
    static void stopBus() {
        bus.close();
    }

    @ParameterizedTest
    @CsvSource({"0, UNKNOWN", "1, YES", "2, NO", "3, YES", "4, NO", "17, UNKNOWN"})
    void isWhatNetworkManagerSays(long value, Metered expected) throws Exception {
        var manager = new TestBus.Facts(
                "/org/freedesktop/NetworkManager", Map.of("Metered", new Variant<>(new UInt32(value))));
        try (var _ = bus.serve("org.freedesktop.NetworkManager", manager)) {
            assertEquals(expected, MeteredLine.onBus(bus.option()).now());
        }
    }

    @Test
    void isNotKnownWithoutIt() {
        assertEquals(Metered.UNKNOWN, MeteredLine.onBus(bus.option()).now());
        assertEquals(
                Metered.UNKNOWN,
                MeteredLine.onBus("--address=unix:path=/nowhere").now());
    }
}
