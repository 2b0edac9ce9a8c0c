package org.deploynet.signaling.api;

import java.util.Optional;

/** Whether a site wants page tokens now; {@code secret} is what its origin makes them with, where it does. */
public record PageTokenSecret(boolean required, Optional<String> secret) {
    /** Never shows the secret. */
    @Override
    public String toString() {
        return "PageTokenSecret[required=" + required + "]";
    }
}
