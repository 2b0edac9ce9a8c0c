package org.deploynet.benchmarks.endurance;

import java.time.Duration;
import java.util.List;

/**
 * How long a proof may go on and what it follows from.
 *
 * @param quick shows that it works, in less than a minute
 * @param atMost it then stops and reports the count reached
 */
record Extent(boolean quick, Duration atMost, long seed) {
    static final String USAGE = "[--quick] [--minutes M] [--seed N]";
    private static final int MINUTES = 20;

    static Extent parse(List<String> arguments) {
        long seed = number(arguments, "--seed", System.currentTimeMillis());
        long minutes = number(arguments, "--minutes", MINUTES);
        return new Extent(arguments.contains("--quick"), Duration.ofMinutes(minutes), seed);
    }

    private static long number(List<String> arguments, String name, long otherwise) {
        int at = arguments.indexOf(name);
        return at < 0 ? otherwise : Long.parseLong(arguments.get(at + 1));
    }

    /** {@code System.nanoTime} at which it is over. */
    long end() {
        return System.nanoTime() + atMost.toNanos();
    }
}
