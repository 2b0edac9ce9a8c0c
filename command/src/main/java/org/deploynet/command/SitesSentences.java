package org.deploynet.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.command.TextTable.Column;
import org.deploynet.control.sites.DenylistReport;
import org.deploynet.control.sites.Removal;
import org.deploynet.control.sites.SitesReport;
import org.deploynet.control.sites.SitesReport.Site;
import org.deploynet.control.words.CreditWords;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;

/** The sites as a table, and what became of an order about one. Pure functions. */
record SitesSentences(Texts texts, Locale locale, ZoneId zone) {
    private static final List<String> COLUMNS =
            List.of("site", "publisher", "kept", "shared", "month", "credits", "last", "state");
    private static final List<String> FIGURES = List.of("kept", "shared", "month", "credits");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    List<String> of(SitesReport report) {
        var lines = new ArrayList<String>();
        if (report.sites().isEmpty()) {
            lines.add(texts.get("command.sites.none"));
        } else {
            List<Column> heads = COLUMNS.stream()
                    .map(column ->
                            TextTable.column(texts.get("command.sites.column." + column), FIGURES.contains(column)))
                    .toList();
            lines.addAll(TextTable.lines(
                    heads, report.sites().stream().map(this::row).toList()));
        }
        if (report.leftOut() > 0) {
            lines.add(texts.get("command.sites.left-out", report.leftOut()));
        }
        lines.add(unpaid(report.servesUnpaid()));
        return lines;
    }

    String unpaid(boolean served) {
        return texts.get(served ? "command.sites.unpaid.on" : "command.sites.unpaid.off");
    }

    /** What {@code removal} did to a site; {@code key} ends with a dot, and has a sentence for when it is done, and one for when not yet. */
    String removed(String key, String name, Removal removal) {
        return texts.get(key + (removal.done() ? "done" : "begun"), name, size(removal.bytes()));
    }

    List<String> denylists(List<DenylistReport> lists) {
        return lists.isEmpty()
                ? List.of(texts.get("command.denylists.none"))
                : lists.stream().flatMap(this::lines).toList();
    }

    private Stream<String> lines(DenylistReport list) {
        return Stream.of(Optional.of(denylist(list)), list.trouble().map(why -> "  " + texts.get(why.textKey())))
                .flatMap(Optional::stream);
    }

    /** One list: its name, its edition, how much it names, until when, by which key, and where it is. */
    String denylist(DenylistReport list) {
        return texts.get(
                "command.denylists.line",
                list.name(),
                list.sequence(),
                list.entries(),
                time(list.expires()),
                list.key(),
                list.address());
    }

    private List<String> row(Site site) {
        return List.of(
                SiteNames.name(site.site(), site.origin()),
                SiteNames.shortId(site.site()),
                size(site.kept().bytes()),
                size(site.sent().total()),
                size(site.sent().month()),
                CreditWords.format(site.measured().microcredits(), locale),
                site.lastServed().map(this::time).orElse("–"),
                state(site));
    }

    private String state(Site site) {
        Stream<String> words = site.textKeys().stream().map(texts::get);
        Stream<String> list = site.list().map(name -> texts.get("engine.site.list", name)).stream();
        Stream<String> share =
                site.kept().sharePercent().map(percent -> texts.get("engine.site.share", percent)).stream();
        return Stream.of(words, list, share, site.problem().stream())
                .flatMap(each -> each)
                .reduce((all, more) -> texts.get("engine.site.join", all, more))
                .orElse("");
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    private String size(long bytes) {
        return SizeWords.format(bytes, locale);
    }
}
