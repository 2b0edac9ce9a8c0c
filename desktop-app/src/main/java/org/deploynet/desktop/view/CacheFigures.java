package org.deploynet.desktop.view;

import java.util.List;
import org.deploynet.control.CacheReport;
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

    /** One site of which something is kept; {@code site} is its id. */
    public record SiteLine(String site, String name, String kept, double fraction) {}

    public CacheFigures {
        sites = List.copyOf(sites);
    }

    public static CacheFigures of(CacheReport report, Texts texts, Figures figures) {
        return new CacheComposition(report, texts, figures).compose();
    }
}
