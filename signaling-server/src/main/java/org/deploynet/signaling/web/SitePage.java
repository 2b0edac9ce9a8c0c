package org.deploynet.signaling.web;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.signaling.api.CapsReport;
import org.deploynet.signaling.api.RegionSum;
import org.deploynet.signaling.api.SiteDay;
import org.deploynet.signaling.api.SiteReport;
import org.deploynet.signaling.api.SiteStatus;
import org.deploynet.signaling.web.Html.Figure;

/** What a publisher sees of its own site. */
final class SitePage {
    private static final int PERCENT = 100;

    private final Html html;

    SitePage(Texts texts) {
        this.html = new Html(texts);
    }

    String of(SiteReport report) {
        SiteStatus status = report.status();
        return html.page(
                Html.escaped(status.origin()),
                "56rem",
                "<h1>" + Html.escaped(status.origin()) + "</h1>"
                        + "<p>" + state(status) + " · " + Html.id(status.site()) + "</p>"
                        + alarms(report)
                        + figures(report)
                        + caps(report.caps())
                        + days(report)
                        + classes(report)
                        + regions(report)
                        + refused(report));
    }

    private String state(SiteStatus status) {
        boolean active = status.state().equals("active");
        return "<span class=\"" + (active ? "state" : "bad") + "\">"
                + html.text("signaling.site.state." + status.state()) + "</span>"
                + status.why().map(why -> " " + Html.escaped(why)).orElse("");
    }

    private String figures(SiteReport report) {
        SiteStatus status = report.status();
        return html.figures(List.of(
                new Figure("signaling.site.free", html.credits(status.granted() + status.budget())),
                new Figure("signaling.site.reserved", html.credits(status.reserved())),
                new Figure("signaling.site.spent", html.credits(report.spent())),
                new Figure("signaling.site.bytes", html.gigabytes(report.bytes()))));
    }

    private String alarms(SiteReport report) {
        var list = new StringBuilder();
        report.alarms()
                .forEach(alarm -> list.append("<p class=\"bad\">")
                        .append(html.text(
                                "signaling.site.alarm",
                                Html.minute(alarm.hour()),
                                alarm.spent() / Html.MICRO,
                                alarm.usual() / Html.MICRO))
                        .append("</p>"));
        return list.toString();
    }

    private String days(SiteReport report) {
        long most = Math.max(
                1, report.days().stream().mapToLong(SiteDay::spent).max().orElse(1));
        return html.table(
                "signaling.site.days",
                html.text(report.days().isEmpty() ? "signaling.site.days.none" : "signaling.site.days.about"),
                List.of("signaling.site.day", "signaling.site.bar", "signaling.site.paid", "signaling.site.served"),
                2,
                report.days().stream().map(day -> day(day, most)).toList());
    }

    private List<String> day(SiteDay day, long most) {
        return List.of(
                Html.day(day.day()),
                "<meter min=\"0\" max=\"" + most + "\" value=\"" + day.spent() + "\">" + html.credits(day.spent())
                        + "</meter>",
                html.credits(day.spent()),
                html.gigabytes(day.allBytes()));
    }

    private String classes(SiteReport report) {
        Map<Reachability, Long> bytes = new EnumMap<>(Reachability.class);
        report.days().forEach(day -> day.bytes().forEach((peer, more) -> bytes.merge(peer, more, Long::sum)));
        List<List<String>> rows = new ArrayList<>();
        bytes.forEach((peer, sum) ->
                rows.add(List.of(PairTable.name(html, peer), html.gigabytes(sum), share(sum, report.bytes()))));
        return rows.isEmpty()
                ? ""
                : html.table(
                        "signaling.site.classes",
                        html.text("signaling.site.classes.about"),
                        List.of("signaling.site.class", "signaling.site.served", "signaling.site.share"),
                        1,
                        rows);
    }

    private String regions(SiteReport report) {
        List<RegionSum> sums = report.regions().orElse(List.of());
        String about = report.regions().isEmpty()
                ? "signaling.site.regions.unknown"
                : sums.isEmpty() ? "signaling.site.days.none" : "signaling.site.regions.about";
        long all = sums.stream().mapToLong(RegionSum::bytes).sum();
        return html.table(
                "signaling.site.regions",
                html.text(about),
                List.of(
                        "signaling.site.region",
                        "signaling.site.served",
                        "signaling.site.share",
                        "signaling.site.paid"),
                1,
                sums.stream()
                        .map(sum -> List.of(
                                sum.country().orElseGet(() -> html.text("signaling.site.region.unknown")),
                                html.gigabytes(sum.bytes()),
                                share(sum.bytes(), all),
                                html.credits(sum.spent())))
                        .toList());
    }

    private String caps(CapsReport caps) {
        return html.table(
                "signaling.site.caps",
                html.text("signaling.site.caps.about"),
                List.of("signaling.site.caps.what", "signaling.site.caps.own", "signaling.site.caps.network"),
                1,
                List.of(
                        List.of(
                                html.text("signaling.site.caps.hour"),
                                bytes(caps.own().hourBytes()),
                                bytes(caps.network().hourBytes())),
                        List.of(
                                html.text("signaling.site.caps.prefix"),
                                bytes(caps.own().prefixBytes()),
                                bytes(caps.network().prefixBytes())),
                        List.of(
                                html.text("signaling.site.caps.day"),
                                caps.own()
                                        .dayMicrocredits()
                                        .map(html::credits)
                                        .orElseGet(() -> html.text("signaling.site.caps.none")),
                                html.text("signaling.site.caps.none")),
                        List.of(html.text("signaling.site.caps.today"), html.credits(caps.spentToday()), "")));
    }

    private String bytes(Optional<Long> cap) {
        return cap.map(html::gigabytes).orElseGet(() -> html.text("signaling.site.caps.none"));
    }

    private String refused(SiteReport report) {
        return html.table(
                "signaling.site.refused",
                html.text(report.refused().isEmpty() ? "signaling.site.refused.none" : "signaling.site.refused.about"),
                List.of("signaling.site.why", "signaling.site.times"),
                1,
                report.refused().stream()
                        .map(counted -> List.of(
                                html.text("signaling.site.refused." + counted.what()), Html.number(counted.times())))
                        .toList());
    }

    private static String share(long part, long whole) {
        return whole == 0 ? "" : Math.round((double) part * PERCENT / whole) + " %";
    }
}
