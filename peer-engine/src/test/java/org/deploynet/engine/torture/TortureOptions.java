package org.deploynet.engine.torture;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param only names of proofs; empty for all
 */
record TortureOptions(boolean quick, long seed, Duration time, Set<String> only) {
    private static final Duration QUICK = Duration.ofSeconds(150);
    private static final Duration FULL = Duration.ofMinutes(20);

    static TortureOptions parse(List<String> arguments) {
        boolean quick = false;
        long seed = 1;
        Duration time = Duration.ZERO;
        Set<String> only = Set.of();
        for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
            switch (words.next()) {
                case "--quick" -> quick = true;
                case "--seed" -> seed = Long.parseLong(value(words, "--seed"));
                case "--minutes" ->
                    time = Duration.ofSeconds((long) (60 * Double.parseDouble(value(words, "--minutes"))));
                case "--only" -> only = Set.of(value(words, "--only").split(",", -1));
                default ->
                    throw new IllegalArgumentException(
                            "usage: torture [--quick] [--seed N] [--minutes M] [--only NAME,…]");
            }
        }
        Duration most = quick ? QUICK : FULL;
        return new TortureOptions(quick, seed, time.isZero() ? most : time, only);
    }

    private static String value(Iterator<String> words, String option) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.next();
    }

    /** Whether the result is worth a document: all proofs, in full. */
    boolean writes() {
        return !quick && only.isEmpty();
    }
}
