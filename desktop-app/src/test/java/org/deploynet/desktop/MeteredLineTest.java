package org.deploynet.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.deploynet.control.sharing.SharingReport.Metered;
import org.deploynet.engine.limits.MeteredLine;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.interfaces.Properties;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine asks of NetworkManager, over a real bus from something that answers in its name. It is here for the bus. */
class MeteredLineTest {
    private static Process daemon;
    private static String address;

    @BeforeAll
    static void startBus() throws Exception {
        daemon = new ProcessBuilder("dbus-daemon", "--session", "--nofork", "--print-address=1").start();
        var output = new BufferedReader(new InputStreamReader(daemon.getInputStream(), StandardCharsets.UTF_8));
        address = output.readLine();
    }

    @AfterAll
    static void stopBus() throws InterruptedException {
        daemon.destroy();
        daemon.waitFor();
    }

    private static MeteredLine line() {
        return MeteredLine.onBus("--address=" + address);
    }

    @ParameterizedTest
    @CsvSource({"0, UNKNOWN", "1, YES", "2, NO", "3, YES", "4, NO", "17, UNKNOWN"})
    void isWhatNetworkManagerSays(long value, Metered expected) throws DBusException {
        try (DBusConnection bus =
                DBusConnectionBuilder.forAddress(address).withShared(false).build()) {
            bus.requestBusName("org.freedesktop.NetworkManager");
            bus.exportObject(new Manager(value));
            assertEquals(expected, line().now());
        } catch (IOException closing) {
            throw new DBusException(closing);
        }
    }

    @Test
    void isNotKnownWithoutIt() {
        assertEquals(Metered.UNKNOWN, line().now());
        assertEquals(
                Metered.UNKNOWN,
                MeteredLine.onBus("--address=unix:path=/nowhere").now());
    }

    /** Its name on the bus; exported, so public. */
    @DBusInterfaceName("org.freedesktop.NetworkManager")
    public interface NetworkManager extends DBusInterface {}

    /** Exported, so public. */
    public static final class Manager implements NetworkManager, Properties {
        private final long value;

        Manager(long value) {
            this.value = value;
        }

        @Override
        public String getObjectPath() {
            return "/org/freedesktop/NetworkManager";
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the shape that dbus-java asks for
        public <A> A Get(String interfaceName, String property) {
            return (A) Optional.ofNullable(GetAll(interfaceName).get(property)).orElseThrow();
        }

        @Override
        public <A> void Set(String interfaceName, String property, A value) {
            throw new UnsupportedOperationException("nothing can be set");
        }

        @Override
        public Map<String, Variant<?>> GetAll(String interfaceName) {
            return Map.of("Metered", new Variant<>(new UInt32(value)));
        }
    }
}
