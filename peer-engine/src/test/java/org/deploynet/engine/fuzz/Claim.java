package org.deploynet.engine.fuzz;

import java.util.Arrays;

/** What must be true of what a decoder made of an input. */
public final class Claim {
    private Claim() {}

    /**
     * @param about the values that break it
     * @throws AssertionError with these words and values if it is not true
     */
    public static void that(boolean claim, String otherwise, Object... about) {
        if (!claim) {
            throw new AssertionError(about.length == 0 ? otherwise : otherwise + ": " + Arrays.toString(about));
        }
    }
}
