package org.deploynet.desktop.assembly;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.deploynet.desktop.window.WindowDoor;

/**
 * Keeps the application reachable: when no tray shows its icon for ten seconds (a panel that restarts is faster), the window is
 * put into the list of windows, minimised. Safe from any thread.
 */
final class WayBack {
    private static final Duration GRACE = Duration.ofSeconds(10);

    private final WindowDoor window;
    private final BooleanSupplier isReachable;
    private final Duration grace;

    WayBack(WindowDoor window, BooleanSupplier isReachable) {
        this(window, isReachable, GRACE);
    }

    WayBack(WindowDoor window, BooleanSupplier isReachable, Duration grace) {
        this.window = window;
        this.isReachable = isReachable;
        this.grace = grace;
    }

    /** Looks in ten seconds whether the person can still get at the application. */
    void lookLater() {
        Thread.ofVirtual().name("way-back").start(() -> {
            LockSupport.parkNanos(grace.toNanos());
            if (!isReachable.getAsBoolean()) {
                window.showMinimised();
            }
        });
    }
}
