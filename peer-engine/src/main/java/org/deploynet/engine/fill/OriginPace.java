package org.deploynet.engine.fill;

import java.time.Duration;

/**
 * How long an origin may take: to connect, to begin its answer or be silent within it, and for each piece's worth of bytes
 * (so that one byte a second does not hold a place for ever). Immutable.
 */
public record OriginPace(Duration connectWithin, Duration silentAtMost, Duration pieceWithin) {
    public static final OriginPace USUAL =
            new OriginPace(Duration.ofSeconds(10), Duration.ofSeconds(15), Duration.ofSeconds(60));
}
