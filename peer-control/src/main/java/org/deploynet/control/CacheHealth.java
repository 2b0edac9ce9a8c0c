package org.deploynet.control;

import java.util.Locale;

/** How the cache does, in one word; each has a sentence and a reason in the bundles, which may name one figure of the report. */
public enum CacheHealth {
    /** Keeps, serves and takes more. */
    WELL,
    /** The disk gave back damaged pieces, which were not sent and are fetched again. */
    MENDED,
    /** The disk takes nothing new now; what is kept is served. */
    SERVING_ONLY;

    /** The first that holds, the gravest first. */
    public static CacheHealth of(CacheReport report) {
        if (!report.growing()) {
            return SERVING_ONLY;
        }
        return report.damage().rottenPieces() > 0 ? MENDED : WELL;
    }

    public String textKey() {
        return "engine.cache." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String reasonKey() {
        return textKey() + ".reason";
    }
}
