package org.deploynet.control;

import java.util.Locale;

/**
 * How the cache does, in one word; each has a sentence and a reason in the bundles. Both may name pieces found damaged ({0}),
 * those of them fetched again ({1}), and how far a rebuild is ({2}).
 */
public enum CacheHealth {
    /** Keeps, serves and takes more. */
    WELL,
    /** The disk gave back damaged pieces, which were not sent and are here again. */
    MENDED,
    /** Like {@link #MENDED}, but some are still missing. */
    DAMAGED,
    MOVING,
    REBUILDING,
    FULL,
    READ_ONLY,
    FAILING,
    GONE;

    /** The first that holds, the gravest first. */
    public static CacheHealth of(CacheReport report) {
        return report.servesOnly().map(CacheHealth::servingOnly).orElseGet(() -> growing(report));
    }

    private static CacheHealth growing(CacheReport report) {
        if (report.rebuild().isPresent()) {
            return REBUILDING;
        }
        if (report.move().filter(move -> !move.state().isOver()).isPresent()) {
            return MOVING;
        }
        CacheReport.Damage damage = report.damage();
        if (damage.rottenPieces() == 0) {
            return WELL;
        }
        return damage.mendedPieces() < damage.rottenPieces() ? DAMAGED : MENDED;
    }

    private static CacheHealth servingOnly(CacheReport.ServesOnly why) {
        return switch (why) {
            case FULL -> FULL;
            case READ_ONLY -> READ_ONLY;
            case FAILING -> FAILING;
            case GONE -> GONE;
        };
    }

    public String textKey() {
        return "engine.cache." + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String reasonKey() {
        return textKey() + ".reason";
    }
}
