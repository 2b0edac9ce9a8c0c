package org.deploynet.benchmarks.rig;

import java.io.IOException;
import java.util.List;

/** Which core runs whom. */
public final class Cores {
    private Cores() {}

    /** The engine on the first core, all {@code others} on the rest; on a machine of one core nothing changes. */
    public static void apart(long engine, long... others) throws IOException, InterruptedException {
        int cores = Runtime.getRuntime().availableProcessors();
        if (cores == 1) {
            return;
        }
        pin(engine, "0");
        for (long pid : others) {
            pin(pid, "1-" + (cores - 1));
        }
    }

    private static void pin(long pid, String cores) throws IOException, InterruptedException {
        Tool.run(List.of("taskset", "-a", "-c", "-p", cores, String.valueOf(pid)));
    }
}
