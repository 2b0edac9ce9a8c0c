package org.deploynet.control;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything a face can show of the disk cache, at one instant; what the snapshot says of it has the same source. Bytes; counts
 * run since the engine started. Immutable.
 *
 * @param folder where it lies, as an absolute path
 * @param servesOnly why nothing new is taken; empty while it is
 * @param rebuild how far the index is in catching up with what is kept; empty when it has
 * @param move the move under way or the last one of this run
 */
public record CacheReport(
        Instant at,
        String folder,
        Fill fill,
        Contents contents,
        Demand demand,
        Turnover turnover,
        Damage damage,
        Optional<ServesOnly> servesOnly,
        Optional<Progress> rebuild,
        EvictionPolicy policy,
        Scrub scrub,
        Optional<Move> move,
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

    /** Payload that came and went; {@code rescuedBytes} was to go with its segment and was kept. */
    public record Turnover(long storedBytes, long evictedBytes, long rescuedBytes) {}

    /**
     * Pieces whose bytes no longer verified when they were read, those of them that are kept again, and segments closed early
     * because the disk failed.
     */
    public record Damage(long rottenPieces, long mendedPieces, long failedSegments) {}

    /** Why nothing new is taken while what is kept is served. */
    public enum ServesOnly {
        FULL,
        READ_ONLY,
        FAILING,
        /** The folder is away, or another one is in its place. */
        GONE
    }

    /** Steps done of all. */
    public record Progress(long done, long of) {}

    /**
     * The check of all that is kept: the round under way, or the last one. {@code requested} is one that somebody asked for; others
     * take their time. {@code pausedBecause} says why one waits.
     */
    public record Scrub(
            boolean underWay,
            boolean requested,
            long piecesChecked,
            long piecesTotal,
            long rotFound,
            Optional<Instant> lastFinished,
            Optional<Pause> pausedBecause) {
        /** Why a check waits although something is left to do. */
        public enum Pause {
            ON_BATTERY,
            MACHINE_BUSY,
            UPLOAD_BUSY,
            SERVES_ONLY,
            DISK_UNREADABLE,
            MOVING;

            public String textKey() {
                return "engine.check-waits." + name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }
    }

    /** The cache on its way to another folder; {@code why} says what went wrong, {@code detail} what that is about; it may be empty. */
    public record Move(State state, String to, long bytesDone, long bytesTotal, Optional<Obstacle> why, String detail) {
        /** How far it is. */
        public enum State {
            /** The old folder counts, the other one fills. */
            COPYING,
            /** The new folder counts, the files in the old one go. */
            CLEARING,
            /** The old folder counts, what was copied goes again. */
            UNDOING,
            DONE,
            CANCELLED,
            FAILED;

            public boolean isOver() {
                return this == DONE || this == CANCELLED || this == FAILED;
            }
        }

        /** Why a move does not go on; each has a sentence in the bundles. */
        public enum Obstacle {
            BAD_PATH,
            OVERLAPS,
            IS_LINK,
            NOT_A_FOLDER,
            NOT_EMPTY,
            NOT_WRITABLE,
            NO_ROOM,
            SOURCE_UNREADABLE,
            NOT_NOW,
            TARGET_GONE,
            ALREADY_MOVING,
            LEFTOVERS;

            public String textKey() {
                return "engine.move." + name().toLowerCase(Locale.ROOT).replace('_', '-');
            }
        }
    }

    /**
     * A site of which something is kept. {@code wantedBytes} is what the assigned part of its manifest has. A pinned one is not
     * evicted; {@code sharePercent} of the quota is the most it may take.
     */
    public record Site(
            String site,
            String origin,
            long keptBytes,
            long wantedBytes,
            boolean pinned,
            Optional<Integer> sharePercent) {}
}
