package org.deploynet.desktop.window;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deploynet.control.earnings.Earned;
import org.deploynet.control.sites.DenylistReport;
import org.deploynet.control.sites.SiteState;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.control.sites.SitesReport.Kept;
import org.deploynet.control.sites.SitesReport.Sent;
import org.deploynet.control.sites.SitesReport.Site;

/** What an engine may say of its sites. */
final class SampleSites {
    private static final long MB = 1_000_000;

    private SampleSites() {}

    static Map<String, Optional<SitesReport>> all() {
        var all = new LinkedHashMap<String, Optional<SitesReport>>();
        all.put("sites", Optional.of(usual()));
        all.put("sites-none", Optional.of(new SitesReport(SampleConditions.NOW, false, List.of(), 0, List.of())));
        all.put("sites-unanswered", Optional.empty());
        return all;
    }

    /** One of each state. */
    static SitesReport usual() {
        return new SitesReport(
                SampleConditions.NOW,
                true,
                List.of(
                        site("5f", "https://museum-archive.example", SiteState.SERVING, 218_400),
                        site("6a", "https://fonts.commons.example:8443", SiteState.SERVING, 61_000),
                        blocked(),
                        site("8c", "https://films.example", SiteState.FETCHING, 0),
                        listed(),
                        site("ae", "https://free.example", SiteState.UNPAID, 12),
                        site("bf", "https://yesterday.example", SiteState.NOT_ASSIGNED, 18_200)),
                0,
                lists());
    }

    static SitesReport many(int count) {
        return new SitesReport(
                SampleConditions.NOW,
                true,
                IntStream.range(0, count)
                        .mapToObj(i -> site(
                                String.format("%02x", i % 256) + String.format("%06x", i),
                                "https://site-" + i + ".example",
                                SiteState.SERVING,
                                count - i))
                        .toList(),
                24,
                List.of());
    }

    private static List<DenylistReport> lists() {
        return List.of(
                list("https://lists.example/neighbourhood.denylist", "Neighbourhood list", Optional.empty()),
                list("file:///home/ada/own.denylist", "Our own", Optional.of(DenylistReport.Trouble.ROLLED_BACK)));
    }

    private static DenylistReport list(String address, String name, Optional<DenylistReport.Trouble> trouble) {
        return new DenylistReport(
                address,
                "c4".repeat(20),
                name,
                412,
                1_204,
                SampleConditions.NOW.minus(Duration.ofDays(3)),
                SampleConditions.NOW.plus(Duration.ofDays(27)),
                Optional.of(SampleConditions.NOW.minus(Duration.ofHours(2))),
                trouble);
    }

    private static Site blocked() {
        Site served = site("7b", "https://unwanted.example", SiteState.BLOCKED, 340);
        return new Site(
                served.site(),
                served.origin(),
                served.state(),
                Optional.empty(),
                0,
                new Kept(54 * MB, 0, false, Optional.empty(), true),
                served.sent(),
                served.measured(),
                served.confirmed(),
                served.lastServed(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    private static Site listed() {
        Site served = site("9d", "https://listed.example", SiteState.DENYLIST, 0);
        return new Site(
                served.site(),
                Optional.empty(),
                served.state(),
                Optional.of("Neighbourhood list"),
                0,
                new Kept(0, 0, false, Optional.empty(), false),
                served.sent(),
                served.measured(),
                served.confirmed(),
                Optional.empty(),
                served.price(),
                false,
                Optional.empty());
    }

    /** {@code sent} megabytes were shared of it. */
    static Site site(String key, String origin, SiteState state, long sent) {
        boolean assigned = state == SiteState.SERVING || state == SiteState.FETCHING;
        long kept = state == SiteState.FETCHING ? 0 : 1_280 * MB;
        return new Site(
                key.repeat(40 / key.length()),
                Optional.of(origin),
                state,
                Optional.empty(),
                assigned ? 1_204 : 0,
                new Kept(
                        kept,
                        assigned ? 1_400 * MB : 0,
                        key.equals("5f"),
                        Optional.of(25).filter(any -> key.equals("5f")),
                        false),
                new Sent(sent * MB / 30, sent * MB / 2, sent * MB),
                new Earned(sent * MB, sent * 1_000),
                new Earned(sent * MB, sent * 990),
                Optional.of(SampleConditions.NOW.minus(Duration.ofHours(5))).filter(any -> sent > 0),
                assigned ? Optional.of(MB) : state == SiteState.UNPAID ? Optional.of(0L) : Optional.empty(),
                false,
                state == SiteState.FETCHING
                        ? Optional.of(
                                "https://films.example/.well-known/deploynet/manifest.json answers with status 503")
                        : Optional.empty());
    }
}
