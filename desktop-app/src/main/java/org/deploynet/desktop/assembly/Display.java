package org.deploynet.desktop.assembly;

import java.util.Locale;

/** Whether there is a screen to show anything on. */
final class Display {
    private Display() {}

    static boolean isThere() {
        return !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")
                || !System.getenv().getOrDefault("DISPLAY", "").isEmpty()
                || !System.getenv().getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }
}
