package org.deploynet.engine.fuzz;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What the command line asks for.
 *
 * @param each how long each target runs
 */
record FuzzOptions(Duration each, long seed, List<FuzzTarget> targets) {
    private static final Duration QUICK = Duration.ofSeconds(20);
    private static final Duration FULL = Duration.ofMinutes(20);

    static FuzzOptions parse(List<String> arguments) {
        Duration each = FULL;
        long seed = 1;
        var targets = new ArrayList<FuzzTarget>();
        for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
            String word = words.next();
            switch (word) {
                case "--quick" -> each = QUICK;
                case "--seed" -> seed = Long.parseLong(value(words, word));
                case "--minutes" -> each = Duration.ofSeconds((long) (60 * Double.parseDouble(value(words, word))));
                default -> {
                    if (word.startsWith("-")) {
                        throw new IllegalArgumentException("usage: fuzz [--quick | --minutes M] [--seed N] [TARGET…]");
                    }
                    targets.add(FuzzTargets.named(word));
                }
            }
        }
        return new FuzzOptions(each, seed, targets.isEmpty() ? FuzzTargets.all() : List.copyOf(targets));
    }

    private static String value(Iterator<String> words, String option) {
        if (!words.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return words.next();
    }
}
