package org.deploynet.desktop.window;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.control.CacheReport;
import org.deploynet.control.EvictionPolicy;

/** Reports of a cache as the window meets them, for pictures and for tests of its looks; all of one instant. */
public final class SampleReports {
    private static final long MB = 1_000_000;
    private static final long GB = 1_000_000_000;
    private static final String FOLDER = "/home/anna/.cache/deploynet";
    private static final String DISK = "/media/anna/large disk/deploynet";
    private static final CacheReport.Fill FILL = new CacheReport.Fill(46_100 * MB, 100 * GB, 10 * GB, 512_400 * MB);
    private static final CacheReport.Scrub CHECKED = new CacheReport.Scrub(
            false,
            false,
            184_102,
            184_231,
            0,
            Optional.of(SampleConditions.NOW.minus(Duration.ofHours(52))),
            Optional.empty());

    private SampleReports() {}

    /** Each by a name that is good for a file; without a report the engine does not answer. */
    public static Map<String, Optional<CacheReport>> all() {
        var reports = new LinkedHashMap<String, Optional<CacheReport>>();
        reports.put("cache", Optional.of(filled()));
        reports.put("cache-empty", Optional.of(empty()));
        reports.put("cache-full-disk", Optional.of(fullDisk()));
        reports.put("cache-damaged", Optional.of(damaged()));
        reports.put("cache-checking", Optional.of(checking()));
        reports.put("cache-waiting", Optional.of(waiting()));
        reports.put("cache-moving", Optional.of(moving()));
        reports.put("cache-not-moved", Optional.of(notMoved()));
        reports.put("cache-rebuilding", Optional.of(rebuilding()));
        reports.put("cache-silent", Optional.empty());
        return reports;
    }

    /** One that does what it should. */
    public static CacheReport filled() {
        return report(
                FILL, new CacheReport.Damage(0, 0, 0), Optional.empty(), Optional.empty(), CHECKED, Optional.empty());
    }

    /** Like {@link #filled}, with another quota. */
    public static CacheReport ofQuota(long bytes) {
        return report(
                new CacheReport.Fill(46_100 * MB, bytes, 10 * GB, 512_400 * MB),
                new CacheReport.Damage(0, 0, 0),
                Optional.empty(),
                Optional.empty(),
                CHECKED,
                Optional.empty());
    }

    private static CacheReport empty() {
        return new CacheReport(
                SampleConditions.NOW,
                FOLDER,
                new CacheReport.Fill(9 * MB, 20 * GB, 10 * GB, 512_400 * MB),
                new CacheReport.Contents(0, 0),
                new CacheReport.Demand(0, 0, 0),
                new CacheReport.Turnover(0, 0, 0),
                new CacheReport.Damage(0, 0, 0),
                Optional.empty(),
                Optional.empty(),
                EvictionPolicy.W_TINY_LFU,
                new CacheReport.Scrub(false, false, 0, 0, 0, Optional.empty(), Optional.empty()),
                Optional.empty(),
                List.of());
    }

    private static CacheReport fullDisk() {
        return report(
                new CacheReport.Fill(46_100 * MB, 100 * GB, 10 * GB, 9_700 * MB),
                new CacheReport.Damage(0, 0, 1),
                Optional.of(CacheReport.ServesOnly.FULL),
                Optional.empty(),
                CHECKED,
                Optional.empty());
    }

    private static CacheReport damaged() {
        var found = new CacheReport.Scrub(
                false,
                false,
                184_102,
                184_231,
                3,
                Optional.of(SampleConditions.NOW.minus(Duration.ofHours(1))),
                Optional.empty());
        return report(
                new CacheReport.Fill(91_800 * MB, 100 * GB, 10 * GB, 12_050 * MB),
                new CacheReport.Damage(3, 1, 0),
                Optional.empty(),
                Optional.empty(),
                found,
                Optional.empty());
    }

    private static CacheReport checking() {
        var running = new CacheReport.Scrub(true, true, 73_400, 184_231, 0, CHECKED.lastFinished(), Optional.empty());
        return report(
                FILL, new CacheReport.Damage(0, 0, 0), Optional.empty(), Optional.empty(), running, Optional.empty());
    }

    private static CacheReport waiting() {
        var waiting = new CacheReport.Scrub(
                true,
                false,
                73_400,
                184_231,
                0,
                CHECKED.lastFinished(),
                Optional.of(CacheReport.Scrub.Pause.ON_BATTERY));
        return report(
                FILL, new CacheReport.Damage(2, 2, 0), Optional.empty(), Optional.empty(), waiting, Optional.empty());
    }

    private static CacheReport moving() {
        var move = new CacheReport.Move(
                CacheReport.Move.State.COPYING, DISK, 12_900 * MB, 46_100 * MB, Optional.empty(), "");
        return report(
                FILL, new CacheReport.Damage(0, 0, 0), Optional.empty(), Optional.empty(), CHECKED, Optional.of(move));
    }

    private static CacheReport notMoved() {
        var move = new CacheReport.Move(
                CacheReport.Move.State.FAILED,
                DISK,
                0,
                46_100 * MB,
                Optional.of(CacheReport.Move.Obstacle.NO_ROOM),
                "20100000000 bytes free, 56100000000 needed");
        return report(
                FILL, new CacheReport.Damage(0, 0, 0), Optional.empty(), Optional.empty(), CHECKED, Optional.of(move));
    }

    private static CacheReport rebuilding() {
        return report(
                FILL,
                new CacheReport.Damage(0, 0, 0),
                Optional.empty(),
                Optional.of(new CacheReport.Progress(72, 181)),
                CHECKED,
                Optional.empty());
    }

    private static CacheReport report(
            CacheReport.Fill fill,
            CacheReport.Damage damage,
            Optional<CacheReport.ServesOnly> servesOnly,
            Optional<CacheReport.Progress> rebuild,
            CacheReport.Scrub scrub,
            Optional<CacheReport.Move> move) {
        return new CacheReport(
                SampleConditions.NOW,
                FOLDER,
                fill,
                new CacheReport.Contents(184_231, 181),
                new CacheReport.Demand(93_120, 6_900, 21_300 * MB),
                new CacheReport.Turnover(12_700 * MB, 3_150 * MB, 840 * MB),
                damage,
                servesOnly,
                rebuild,
                EvictionPolicy.W_TINY_LFU,
                scrub,
                move,
                List.of(
                        site("aa", "https://museum-archive.example", 31 * GB, 31 * GB, true, Optional.empty()),
                        site("bb", "https://fonts.commons.example", 4 * GB, 4_200 * MB, false, Optional.of(10)),
                        site(
                                "cc",
                                "https://opencourse.example:8443",
                                11_100 * MB,
                                11_100 * MB,
                                false,
                                Optional.of(33))));
    }

    private static CacheReport.Site site(
            String id, String origin, long kept, long wanted, boolean pinned, Optional<Integer> share) {
        return new CacheReport.Site(id, origin, kept, wanted, pinned, share);
    }
}
