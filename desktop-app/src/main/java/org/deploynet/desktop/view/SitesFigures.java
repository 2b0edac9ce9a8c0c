package org.deploynet.desktop.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deploynet.control.sites.DenylistReport;
import org.deploynet.control.sites.SiteState;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.control.sites.SitesReport.Site;
import org.deploynet.desktop.view.ConnectionLines.Amount;
import org.deploynet.desktop.view.ConnectionLines.Since;
import org.deploynet.i18n.Texts;

/**
 * A report of the sites as the words and figures of the Sites screen. Immutable.
 *
 * @param title how many are served, in words
 * @param more what the list leaves out; empty where that is nothing
 */
public record SitesFigures(
        String title, List<Line> lines, boolean servesUnpaid, String more, List<Denylist> denylists) {
    private static final int SHORT_ID = 12;

    /** One site; beside its words it has what the table sorts by. */
    public record Line(
            String site,
            String name,
            Amount kept,
            Amount shared,
            Amount credits,
            Since last,
            String state,
            Choices choices,
            List<Fact> details) {
        public Line {
            details = List.copyOf(details);
        }
    }

    /**
     * What there is to decide about it.
     *
     * @param blocked by its owner, who can allow it again
     * @param allowable whether to allow it would change something
     * @param purgeable whether anything is kept that could be deleted
     * @param keptWords how much that is
     */
    public record Choices(boolean blocked, boolean allowable, boolean purgeable, boolean pinned, String keptWords) {}

    /** A list that is subscribed to; {@code trouble} is empty where there is none. */
    public record Denylist(String address, String name, String words, String trouble) {
        private static final Pattern ADDRESS = Pattern.compile("(https?|file):\\S+");

        /** Where a list may be, by what somebody typed; empty while that is none. */
        public static Optional<String> address(String typed) {
            return Optional.of(typed.strip())
                    .filter(text -> ADDRESS.matcher(text).matches());
        }
    }

    public SitesFigures {
        lines = List.copyOf(lines);
        denylists = List.copyOf(denylists);
    }

    public static SitesFigures of(SitesReport report, Texts texts, Figures figures) {
        long served = report.sites().stream()
                .filter(site -> site.state() == SiteState.SERVING)
                .count();
        var words = new Words(texts, figures, report.at());
        return new SitesFigures(
                texts.count("desktop.sites.title.", served),
                report.sites().stream().map(words::line).toList(),
                report.servesUnpaid(),
                report.leftOut() == 0 ? "" : texts.get("desktop.sites.more", figures.count(report.leftOut())),
                report.denylists().stream().map(words::denylist).toList());
    }

    private record Words(Texts texts, Figures figures, Instant now) {
        Line line(Site site) {
            return new Line(
                    site.site(),
                    name(site),
                    size(site.kept().bytes()),
                    size(site.sent().total()),
                    new Amount(
                            site.measured().microcredits(),
                            figures.credits(site.measured().microcredits())),
                    last(site),
                    listed(site.textKeys().stream().map(texts::get)),
                    new Choices(
                            site.state() == SiteState.BLOCKED,
                            site.state() == SiteState.BLOCKED || site.state() == SiteState.DENYLIST,
                            site.kept().bytes() > 0,
                            site.kept().pinned(),
                            size(site.kept().bytes()).words()),
                    details(site));
        }

        Denylist denylist(DenylistReport list) {
            return new Denylist(
                    list.address(),
                    list.name(),
                    texts.get(
                            "desktop.denylists.words",
                            figures.count(list.sequence()),
                            figures.count(list.entries()),
                            figures.moment(list.expires(), now),
                            list.key()),
                    list.trouble().map(why -> texts.get(why.textKey())).orElse(""));
        }

        private static String name(Site site) {
            return site.origin()
                    .map(Addresses::name)
                    .orElseGet(() -> site.site()
                            .substring(0, Math.min(SHORT_ID, site.site().length())));
        }

        private List<Fact> details(Site site) {
            var details = new ArrayList<Fact>();
            add(details, "state", state(site));
            site.problem().ifPresent(problem -> add(details, "problem", problem));
            site.origin().ifPresent(origin -> add(details, "address", origin));
            add(details, "publisher", site.site());
            add(details, "kept", kept(site));
            add(
                    details,
                    "shared",
                    texts.get(
                            "desktop.sites.shared",
                            size(site.sent().today()),
                            size(site.sent().month()),
                            size(site.sent().total())));
            add(
                    details,
                    "credits",
                    texts.get(
                            "desktop.sites.credits",
                            figures.credits(site.measured().microcredits()),
                            figures.credits(site.confirmed().microcredits())));
            site.price().ifPresent(price -> add(details, "price", price(price)));
            return details;
        }

        private void add(List<Fact> details, String which, String words) {
            details.add(new Fact(texts.get("desktop.sites.detail." + which), words));
        }

        private String state(Site site) {
            return listed(Stream.of(
                            site.textKeys().stream().map(texts::get),
                            site.list().map(name -> texts.get("engine.site.list", name)).stream(),
                            site.kept().sharePercent().map(percent -> texts.get("engine.site.share", percent)).stream())
                    .flatMap(each -> each));
        }

        private String listed(Stream<String> words) {
            return words.reduce((all, more) -> texts.get("engine.site.join", all, more))
                    .orElse("");
        }

        private String kept(Site site) {
            return site.files() == 0
                    ? size(site.kept().bytes()).words()
                    : texts.count(
                            "desktop.sites.kept.",
                            site.files(),
                            size(site.kept().bytes()),
                            size(site.kept().wantedBytes()));
        }

        private String price(long price) {
            return price == 0
                    ? texts.get("desktop.sites.unpaid")
                    : texts.get("desktop.sites.price", figures.credits(price));
        }

        private Since last(Site site) {
            Optional<Instant> last = site.lastServed();
            return new Since(
                    last.orElse(Instant.MIN),
                    last.map(at -> figures.moment(at, now)).orElse("–"));
        }

        private Amount size(long bytes) {
            return new Amount(bytes, figures.size(bytes).text());
        }
    }
}
