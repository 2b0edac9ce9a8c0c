package org.deploynet.engine.fuzz;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What Jazzer calls, in a process of its own for each target: once with the target's name, then with each input. */
public final class FuzzEntry {
    private static FuzzTarget target = FuzzTargets.all().getFirst();

    private FuzzEntry() {}

    /** Called by its name. */
    public static void fuzzerInitialize(String[] arguments) {
        target = FuzzTargets.named(arguments[0]);
        Logger.getLogger("org.deploynet").setLevel(Level.OFF);
    }

    /** Called by its name. */
    public static void fuzzerTestOneInput(byte[] input) {
        Allocations.check(target, input);
    }
}
