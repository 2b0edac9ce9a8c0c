package org.deploynet.engine.consent;

import java.util.Optional;
import org.deploynet.protocol.key.KeyId;

/**
 * What the owner said of one site. Immutable.
 *
 * @param origin its address as it was known then, for whoever reads the list of what is blocked
 */
public record Decision(KeyId site, Kind kind, Optional<String> origin) {
    /** What he said. */
    public enum Kind {
        /** Not served, and nothing of it is kept. */
        BLOCKED("blocked"),
        /** Not served, but what is kept of it stays. */
        BLOCKED_KEPT("blocked-kept"),
        /** Served, whatever a denylist says. */
        ALLOWED("allowed");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public boolean isBlocked() {
            return this != ALLOWED;
        }
    }

    /** As it is kept: the kind, a space, the address if there is one. */
    String asText() {
        return kind.word + " " + origin.orElse("");
    }

    /** Empty where it was not written by {@link #asText}. */
    static Optional<Decision> read(KeyId site, String text) {
        int end = text.indexOf(' ');
        for (Kind kind : Kind.values()) {
            if (end == kind.word.length() && text.startsWith(kind.word)) {
                return Optional.of(new Decision(
                        site, kind, Optional.of(text.substring(end + 1)).filter(address -> !address.isEmpty())));
            }
        }
        return Optional.empty();
    }
}
