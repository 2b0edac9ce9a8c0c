package org.deploynet.control.nat;

import java.util.List;

/** One thing for the owner to do, as the key of a sentence in the bundles and its arguments. Immutable. */
public record Step(String textKey, List<Object> arguments) {
    /** The key of a step with its number: its arguments are the number, from 1 on, and the sentence. */
    public static final String NUMBERED_KEY = "engine.nat.step.numbered";

    public Step {
        arguments = List.copyOf(arguments);
    }

    static Step of(String key, Object... arguments) {
        return new Step("engine.nat.step." + key, List.of(arguments));
    }
}
