package org.deploynet.desktop.view;

import java.util.Locale;
import org.deploynet.control.EngineState;

/** What kind of state it is; faces give each its own shape, not a colour alone. */
public enum Tone {
    STARTING,
    SHARING,
    IDLE,
    PAUSED,
    PROBLEM;

    static Tone of(EngineState state) {
        return switch (state) {
            case STARTING -> STARTING;
            case SHARING -> SHARING;
            case IDLE -> IDLE;
            case PAUSED -> PAUSED;
            case PROBLEM -> PROBLEM;
        };
    }

    /** {@code sharing}: for style classes and names of icons. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
