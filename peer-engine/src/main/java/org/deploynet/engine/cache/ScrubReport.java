package org.deploynet.engine.cache;

import java.time.Instant;
import java.util.Optional;

/**
 * How the check of the whole cache stands. The counts are those of the round under way, or of the last one when none is.
 *
 * @param lastFinished when a whole round was last through; empty before the first
 * @param startedAt when the round under way, or else the last one, began
 * @param underWay whether a round has begun and is not through; it may wait or pause
 * @param requested whether the round under way was asked for, and so runs without waiting
 * @param running whether pieces are being read right now
 * @param piecesTotal pieces kept now; some came after the round began and are not part of it
 * @param bytesChecked payload bytes read and hashed
 * @param rotFound pieces and layers whose bytes no longer verified; what rotted is dropped, to be fetched again
 * @param rotMended of those found since the engine started: pieces that are kept again
 */
public record ScrubReport(
        Optional<Instant> lastFinished,
        Optional<Instant> startedAt,
        boolean underWay,
        boolean requested,
        boolean running,
        long piecesChecked,
        long piecesTotal,
        long bytesChecked,
        long rotFound,
        long rotMended,
        Optional<ScrubPause> pausedBecause) {}
