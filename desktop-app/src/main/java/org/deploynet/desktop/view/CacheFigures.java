package org.deploynet.desktop.view;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.deploynet.control.CacheReport;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.i18n.Texts;

/**
 * A report of the cache as the words and figures of the Cache screen. Immutable.
 *
 * @param health how the disk does, in one sentence with its reason
 * @param disk what else the disk has and must keep free
 */
public record CacheFigures(
        Headline health,
        Noted used,
        Noted answered,
        Noted stored,
        Noted evicted,
        Fill fill,
        String disk,
        Check check,
        Place place,
        Limits limits,
        EvictionPolicy policy,
        List<SiteLine> sites) {

    /** A figure and what there is to say of it. */
    public record Noted(Figure figure, String note) {}

    /** The cache against its quota, from its beginning to its end. The fractions add up to 1. */
    public record Fill(List<Part> parts, String spoken) {
        public Fill {
            parts = List.copyOf(parts);
        }
    }

    /** One stretch of the fill; {@code words} name it and say how long it is. */
    public record Part(Kind kind, double fraction, String words) {}

    /** What a stretch of the fill stands for. */
    public enum Kind {
        /** Takes room on the disk. */
        USED,
        /** May still be filled. */
        ROOM,
        /** Within the quota, but the disk has less free than that: other files or the floor are in the way. */
        OUT_OF_REACH
    }

    /** The check of all that is kept; {@code progress} is there while one is under way, {@code hurried} if somebody asked for it. */
    public record Check(String words, OptionalDouble progress, boolean hurried) {}

    /** Where the cache lies, and the move under way or the last one. */
    public record Place(String folder, Optional<Move> move) {}

    /**
     * {@code words} say how it does or went, {@code details} where it goes or what stands in its way; {@code progress} is there while
     * it runs, and {@code canCancel} as long as it can be taken back.
     */
    public record Move(String words, String details, OptionalDouble progress, boolean canCancel) {}

    /** What the owner set, in bytes. */
    public record Limits(long quotaBytes, long freeFloorBytes) {}

    /** One site of which something is kept; {@code site} is its id. */
    public record SiteLine(
            String site, String name, String kept, double fraction, boolean pinned, Optional<Integer> sharePercent) {}

    public CacheFigures {
        sites = List.copyOf(sites);
    }

    public static CacheFigures of(CacheReport report, Texts texts, Figures figures) {
        return new CacheComposition(report, texts, figures).compose();
    }
}
