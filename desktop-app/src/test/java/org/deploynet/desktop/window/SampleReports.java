package org.deploynet.desktop.window;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.control.CacheReport;

/** Reports of a cache as the window meets them, for pictures and for tests of its looks; all of one instant. */
public final class SampleReports {
    private static final long MB = 1_000_000;
    private static final long GB = 1_000_000_000;
    private static final String FOLDER = "/home/anna/.cache/deploynet";

    private SampleReports() {}

    /** Each by a name that is good for a file; without a report the engine does not answer. */
    public static Map<String, Optional<CacheReport>> all() {
        var reports = new LinkedHashMap<String, Optional<CacheReport>>();
        reports.put("cache", Optional.of(filled()));
        reports.put("cache-empty", Optional.of(empty()));
        reports.put("cache-serving-only", Optional.of(servingOnly()));
        reports.put("cache-mended", Optional.of(mended()));
        reports.put("cache-silent", Optional.empty());
        return reports;
    }

    /** One that does what it should. */
    public static CacheReport filled() {
        return report(
                new CacheReport.Fill(46_100 * MB, 100 * GB, 10 * GB, 512_400 * MB), new CacheReport.Damage(0, 0), true);
    }

    private static CacheReport empty() {
        return new CacheReport(
                SampleConditions.NOW,
                FOLDER,
                new CacheReport.Fill(9 * MB, 20 * GB, 10 * GB, 512_400 * MB),
                new CacheReport.Contents(0, 0),
                new CacheReport.Demand(0, 0, 0),
                new CacheReport.Turnover(0, 0),
                new CacheReport.Damage(0, 0),
                true,
                List.of());
    }

    private static CacheReport servingOnly() {
        return report(
                new CacheReport.Fill(46_100 * MB, 100 * GB, 10 * GB, 9_700 * MB), new CacheReport.Damage(0, 1), false);
    }

    private static CacheReport mended() {
        return report(
                new CacheReport.Fill(99_800 * MB, 100 * GB, 10 * GB, 10_050 * MB), new CacheReport.Damage(3, 0), true);
    }

    private static CacheReport report(CacheReport.Fill fill, CacheReport.Damage damage, boolean growing) {
        return new CacheReport(
                SampleConditions.NOW,
                FOLDER,
                fill,
                new CacheReport.Contents(184_231, 181),
                new CacheReport.Demand(93_120, 6_900, 21_300 * MB),
                new CacheReport.Turnover(12_700 * MB, 3_150 * MB),
                damage,
                growing,
                List.of(
                        site("aa", "https://museum-archive.example", 31 * GB, 31 * GB),
                        site("bb", "https://fonts.commons.example", 4 * GB, 4_200 * MB),
                        site("cc", "https://opencourse.example:8443", 11_100 * MB, 11_100 * MB)));
    }

    private static CacheReport.Site site(String id, String origin, long kept, long wanted) {
        return new CacheReport.Site(id, origin, kept, wanted);
    }
}
