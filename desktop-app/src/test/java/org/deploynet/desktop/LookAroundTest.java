package org.deploynet.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.control.sharing.Surroundings;
import org.deploynet.control.sharing.Surroundings.Told;
import org.deploynet.engine.limits.LookAround;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt64;
import org.freedesktop.dbus.types.Variant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the engine asks of a Linux desktop: over a real bus from what answers in its services' names, and of a real X server. */
class LookAroundTest {
    private static final String NM = "/org/freedesktop/NetworkManager";
    private static TestBus bus;

    @BeforeAll
    static void startBus() throws Exception {
        bus = new TestBus();
    }

    @AfterAll
    static void stopBus() {
        bus.close();
    }

    private static Surroundings around(
            boolean used, boolean fullScreen, boolean networks, Map<String, String> desktop) {
        return LookAround.onBus(bus.option(), desktop).now(new LookAround.Wanted(used, fullScreen, networks));
    }

    private static Told used() {
        return around(true, false, false, Map.of()).used();
    }

    private static DBusConnection logind(boolean idle, long since) throws DBusException {
        return bus.serve(
                "org.freedesktop.login1",
                new TestBus.Facts(
                        "/org/freedesktop/login1",
                        Map.of("IdleHint", new Variant<>(idle), "IdleSinceHint", new Variant<>(new UInt64(since)))));
    }

    @ParameterizedTest
    @CsvSource({"true, 1764170000000000, NO", "false, 1764170000000000, YES", "false, 0, UNKNOWN", "true, 0, NO"})
    void useIsWhatLogindSaysOnceADesktopHasToldIt(boolean idle, long since, Told expected) throws Exception {
        try (var _ = logind(idle, since)) {
            assertEquals(expected, used());
        }
    }

    @ParameterizedTest
    @CsvSource({"true, NO", "false, YES"})
    void aScreenSaverIsBelievedToo(boolean active, Told expected) throws Exception {
        try (var _ = bus.serve("org.freedesktop.ScreenSaver", new Saver(active))) {
            assertEquals(expected, used());
        }
    }

    @Test
    void networksAndPrivateOnesAreThoseOfNetworkManager() throws Exception {
        try (var _ = networks(Map.of("Büro \"5 GHz\"", "802-11-wireless", "lo", "loopback"))) {
            Surroundings plain = around(false, false, true, Map.of());
            assertEquals(Optional.of(List.of("Büro \"5 GHz\"")), plain.networks());
            assertEquals(Told.NO, plain.vpn());
        }
        for (String type : List.of("vpn", "wireguard")) {
            try (var _ = networks(Map.of("Home", "802-3-ethernet", "Work", type))) {
                assertEquals(Told.YES, around(false, false, true, Map.of()).vpn());
            }
        }
    }

    private static DBusConnection networks(Map<String, String> typeByName) throws DBusException {
        var connections = new ArrayList<DBusInterface>();
        typeByName.forEach((name, type) -> connections.add(new TestBus.Facts(
                NM + "/ActiveConnection/" + (connections.size() + 1),
                Map.of("Id", new Variant<>(name), "Type", new Variant<>(type)))));
        var paths = connections.stream()
                .map(one -> new DBusPath(one.getObjectPath()))
                .toArray(DBusPath[]::new);
        var manager = new TestBus.Facts(NM, Map.of("ActiveConnections", new Variant<>(paths, "ao")));
        return bus.serve(
                "org.freedesktop.NetworkManager",
                Stream.concat(Stream.of(manager), connections.stream()).toArray(DBusInterface[]::new));
    }

    @Test
    void aWindowThatFillsTheScreenIsToldByTheXServer() throws Exception {
        Process server = new ProcessBuilder(
                        "Xvfb", "-displayfd", "1", "-screen", "0", "320x200x8", "-nolisten", "tcp", "-noreset")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String display = ":"
                    + new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))
                            .readLine();
            Map<String, String> desktop = Map.of("DISPLAY", display);
            assertEquals(Told.UNKNOWN, fullScreen(desktop), "no window manager says which window is in front");
            // The root window stands for one in front.
            say(display, "_NET_ACTIVE_WINDOW", "32x", rootWindow(display));
            assertEquals(Told.NO, fullScreen(desktop));
            say(display, "_NET_WM_STATE", "32a", "_NET_WM_STATE_FULLSCREEN");
            assertEquals(Told.YES, fullScreen(desktop));
            assertEquals(Told.UNKNOWN, fullScreen(Map.of("DISPLAY", display, "WAYLAND_DISPLAY", "wayland-0")));
        } finally {
            server.destroy();
            server.waitFor();
        }
        assertEquals(Told.UNKNOWN, fullScreen(Map.of()));
    }

    private static Told fullScreen(Map<String, String> desktop) {
        return around(false, true, false, desktop).fullScreen();
    }

    private static void say(String display, String property, String format, String value)
            throws IOException, InterruptedException {
        run("xprop", "-display", display, "-root", "-f", property, format, "-set", property, value);
    }

    private static String rootWindow(String display) throws IOException, InterruptedException {
        String info = run("xwininfo", "-display", display, "-root");
        return info.replaceAll("(?s).*Window id: (0x[0-9a-f]+).*", "$1");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, program.waitFor(), said);
        return said;
    }

    @Test
    void nothingIsKnownOfAMachineWithoutAllThatNorWhatNobodyAsksFor() throws Exception {
        assertEquals(Surroundings.UNKNOWN, around(true, true, true, Map.of()));
        try (var _ = logind(true, 1)) {
            assertEquals(Surroundings.UNKNOWN, around(false, false, false, Map.of()));
        }
    }

    /** Its name on the bus; exported, so public. */
    @DBusInterfaceName("org.freedesktop.ScreenSaver")
    public interface ScreenSaver extends DBusInterface {
        boolean GetActive();
    }

    /** Exported, so public. */
    public static final class Saver implements ScreenSaver {
        private final boolean active;

        Saver(boolean active) {
            this.active = active;
        }

        @Override
        public boolean GetActive() {
            return active;
        }

        @Override
        public String getObjectPath() {
            return "/org/freedesktop/ScreenSaver";
        }
    }
}
