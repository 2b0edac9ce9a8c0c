package org.deploynet.control.sharing;

import java.util.Arrays;
import java.util.Locale;

/** How much a rule lets be shared, from the mildest to the strictest. */
public enum SharingLevel {
    /** At the usual limits. */
    FULL('F'),
    /** At the alternative limits, where those are lower. */
    LIMITED('L'),
    /** Not at all: browsers are sent back to the origins, nothing is fetched. */
    PAUSED('P');

    private final char letter;

    SharingLevel(char letter) {
        this.letter = letter;
    }

    /** What stands for it in a week plan. */
    public char letter() {
        return letter;
    }

    static SharingLevel ofLetter(int letter) {
        return Arrays.stream(values())
                .filter(level -> level.letter == letter)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a week is 7 strings of 48 letters, each F, L or P"));
    }

    public boolean isStricterThan(SharingLevel other) {
        return compareTo(other) > 0;
    }

    public String textKey() {
        return "engine.level." + name().toLowerCase(Locale.ROOT);
    }
}
