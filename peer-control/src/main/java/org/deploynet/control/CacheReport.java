package org.deploynet.control;

import java.time.Instant;
import java.util.List;

/**
 * Everything a face can show of the disk cache, at one instant; what the snapshot says of it has the same source. Bytes; counts
 * run since the engine started. Immutable.
 *
 * @param folder where it lies, as an absolute path
 */
public record CacheReport(
        Instant at,
        String folder,
        Fill fill,
        Contents contents,
        Demand demand,
        Turnover turnover,
        Damage damage,
        boolean growing,
        List<Site> sites) {
    public CacheReport {
        sites = List.copyOf(sites);
    }

    /**
     * What it takes and may take. {@code usedBytes} is everything the quota counts: segments, databases and journals, and what is
     * set aside; {@code diskFreeBytes} is what this user may still write on its disk.
     */
    public record Fill(long usedBytes, long quotaBytes, long freeFloorBytes, long diskFreeBytes) {
        /** What still fits under the quota and above the floor; beyond it, something has to go first. */
        public long roomBytes() {
            return Math.max(0, Math.min(quotaBytes - usedBytes, diskFreeBytes - freeFloorBytes));
        }
    }

    /** What it has. */
    public record Contents(long pieces, int segments) {}

    /** Pieces that were wanted: found and sent, or not. */
    public record Demand(long hits, long misses, long hitBytes) {
        public long wanted() {
            return hits + misses;
        }
    }

    /** Payload that came and went. */
    public record Turnover(long storedBytes, long evictedBytes) {}

    /** Pieces whose bytes no longer verified when they were read, and segments closed early because the disk failed. */
    public record Damage(long rottenPieces, long failedSegments) {}

    /** A site of which something is kept. {@code wantedBytes} is what the assigned part of its manifest has. */
    public record Site(String site, String origin, long keptBytes, long wantedBytes) {}
}
