package org.deploynet.protocol.signaling;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How well packets of others come in to one side of a link by UDP, in one word (docs/nat.md). */
public enum Reachability {
    /** Anybody's. */
    @JsonProperty("open")
    OPEN,
    /** Those of whom was sent to: one public address and port whoever that is. */
    @JsonProperty("moderate")
    MODERATE,
    /** Another public port for each destination, which nobody can tell beforehand. */
    @JsonProperty("strict")
    STRICT,
    /** Nobody's. */
    @JsonProperty("blocked")
    BLOCKED,
    /** Too little is known to say. */
    @JsonProperty("unknown")
    UNKNOWN
}
