package org.deploynet.desktop.window.parts;

import java.io.IOException;
import java.util.Optional;

/** What to tell a person of an answer that failed: the engine's own words where there are any. */
public final class FailureWords {
    private FailureWords() {}

    public static String of(Throwable failure) {
        Throwable cause = failure.getCause() instanceof IOException io ? io : failure;
        return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
    }
}
