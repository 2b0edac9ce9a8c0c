package org.deploynet.engine.cache;

/**
 * The cache at one instant; counts run since the engine started. Sizes in bytes.
 *
 * @param usedBytes everything the quota counts: segments, both databases with their journals, what is reserved
 * @param rottenPieces pieces whose bytes no longer verified when they were read; dropped, to be fetched again
 * @param poisonedSegments segments sealed early because the disk failed to force them
 * @param accepting whether new pieces can be taken now; false after the disk refused to write, until it writes again
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
        long rottenPieces,
        long poisonedSegments,
        boolean accepting) {}
