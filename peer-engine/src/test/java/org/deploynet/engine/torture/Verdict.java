package org.deploynet.engine.torture;

import java.util.List;

/**
 * What a proof found.
 *
 * @param reached how often it was tried
 * @param violations each broken promise in words, with the seed that shows it again
 * @param figures what else was measured, or why it could not be tried here
 */
record Verdict(long reached, List<String> violations, String figures) {
    Verdict {
        violations = List.copyOf(violations);
    }

    static Verdict notTried(String why) {
        return new Verdict(0, List.of(), "not tried here: " + why);
    }

    /** With no failure in n tries the rate is below this with a confidence of 95 % (rule of three). */
    String bound() {
        if (reached == 0 || !violations.isEmpty()) {
            return "none";
        }
        return "< " + "%.2g".formatted(Math.min(1, 3.0 / reached));
    }
}
