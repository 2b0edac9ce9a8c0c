package org.deploynet.engine.rendezvous;

import java.time.Instant;
import java.util.Optional;

/** How the connection to the network stands. Immutable. */
public record SignalingStatus(Phase phase, Optional<String> why, Optional<Instant> retryAt) {
    /** The phases; the last four wait for the next try. */
    public enum Phase {
        CONNECTING,
        CONNECTED,
        UNREACHABLE,
        REFUSED,
        CLONE,
        OTHER_NETWORK,
        /** Its own key is out of reach. */
        NO_KEY
    }

    static final SignalingStatus CONNECTING = new SignalingStatus(Phase.CONNECTING, Optional.empty(), Optional.empty());
    static final SignalingStatus CONNECTED = new SignalingStatus(Phase.CONNECTED, Optional.empty(), Optional.empty());
}
