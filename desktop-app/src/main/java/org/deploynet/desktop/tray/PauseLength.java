package org.deploynet.desktop.tray;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import org.deploynet.control.words.PauseWords;

/** The pauses that one click gives. */
public enum PauseLength {
    QUARTER_HOUR("15 min"),
    HOUR("1 h"),
    FOUR_HOURS("4 h"),
    TOMORROW("tomorrow"),
    UNTIL_RESUMED("");

    private final String words;

    PauseLength(String words) {
        this.words = words;
    }

    /** From {@code now} on; empty is until resumed. */
    public Optional<Duration> from(ZonedDateTime now) {
        return words.isEmpty() ? Optional.empty() : Optional.of(PauseWords.parse(words, now));
    }

    String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
