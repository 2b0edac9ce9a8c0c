package org.deploynet.control.process;

import java.util.Locale;

/** Whether there is a screen to show anything on. */
public final class Display {
    private Display() {}

    public static boolean isThere() {
        return !System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux")
                || !System.getenv().getOrDefault("DISPLAY", "").isEmpty()
                || !System.getenv().getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }
}
