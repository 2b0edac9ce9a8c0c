package org.deploynet.engine.cache;

import java.util.Optional;

/**
 * The cache at one instant; counts run since the engine started. Sizes in bytes.
 *
 * @param usedBytes everything the quota counts: segments, both databases with their journals, what is reserved
 * @param evictedBytes what went with the segments that were evicted, and was not rescued
 * @param rescuedBytes what policy or owner wanted to keep of them, written again
 * @param rottenPieces pieces whose bytes no longer verified when they were read; dropped, to be fetched again
 * @param poisonedSegments segments sealed early because the disk failed to force them
 * @param servesOnly why it takes nothing new now; empty while it grows
 * @param floorBytes what is left free on the disk
 * @param rebuilding how far the index is in catching up with the segments; empty when it has
 */
public record CacheStats(
        long quotaBytes,
        long usedBytes,
        long freeBytes,
        long pieces,
        int segments,
        long hits,
        long misses,
        long hitBytes,
        long storedBytes,
        long evictedBytes,
        long rescuedBytes,
        long rottenPieces,
        long poisonedSegments,
        Optional<WhyNotGrowing> servesOnly,
        long floorBytes,
        Optional<Rebuilding> rebuilding) {
    /** Whether new pieces can be taken now. */
    public boolean accepting() {
        return servesOnly.isEmpty();
    }

    /** Segments that are in the index again, of those that were not when the cache was opened. */
    public record Rebuilding(int segmentsDone, int segments) {}
}
