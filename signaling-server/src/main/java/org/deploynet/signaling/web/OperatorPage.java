package org.deploynet.signaling.web;

import java.util.List;
import java.util.Locale;
import org.deploynet.i18n.Texts;
import org.deploynet.signaling.api.BooksReport;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.api.SpendingAlarm;
import org.deploynet.signaling.reputation.Reputations.Rated;
import org.deploynet.signaling.web.Html.Figure;

/**
 * What the operator sees of the ledger: whether it holds, where credits are, who earns most from whom, and what was unusual; and which
 * super-peers have the lowest scores.
 */
final class OperatorPage {
    /** Of so many super-peers the scores are shown. */
    static final int LOWEST = 20;

    private final Html html;

    OperatorPage(Texts texts) {
        this.html = new Html(texts);
    }

    String of(Health health, BooksReport books, List<SpendingAlarm> alarms, List<Rated> lowest) {
        String title = html.text("signaling.operator.title");
        return html.page(
                title,
                "64rem",
                "<h1>" + title + "</h1><p>" + state(health, books) + "</p>"
                        + html.figures(List.of(
                                new Figure("signaling.operator.entries", Html.number(books.entries())),
                                new Figure("signaling.operator.sum", html.credits(books.sum())),
                                new Figure("signaling.operator.alarms", Html.number(health.alarms()))))
                        + kinds(books)
                        + flows(books)
                        + alarms(alarms)
                        + scores(lowest));
    }

    private String state(Health health, BooksReport books) {
        boolean holds = health.state().equals("ok") && books.sum() == 0;
        return "<span class=\"" + (holds ? "state" : "bad") + "\">"
                + html.text(holds ? "signaling.operator.holds" : "signaling.operator.broken") + "</span>";
    }

    private String kinds(BooksReport books) {
        return html.table(
                "signaling.operator.kinds",
                html.text("signaling.operator.kinds.about"),
                List.of("signaling.operator.kind", "signaling.operator.accounts", "signaling.operator.credits"),
                1,
                books.kinds().stream()
                        .map(kind -> List.of(
                                Html.escaped(kind.name()),
                                Html.number(kind.accounts()),
                                html.credits(kind.microcredits())))
                        .toList());
    }

    private String flows(BooksReport books) {
        return html.table(
                "signaling.operator.flows",
                html.text(books.flows().isEmpty() ? "signaling.operator.flows.none" : "signaling.operator.flows.about"),
                List.of(
                        "signaling.operator.site",
                        "signaling.operator.peer",
                        "signaling.operator.receipts",
                        "signaling.operator.credits"),
                2,
                books.flows().stream()
                        .map(flow -> List.of(
                                Html.id(flow.site()),
                                Html.id(flow.peer()),
                                Html.number(flow.receipts()),
                                html.credits(flow.microcredits())))
                        .toList());
    }

    private String alarms(List<SpendingAlarm> alarms) {
        return html.table(
                "signaling.operator.unusual",
                html.text(alarms.isEmpty() ? "signaling.operator.unusual.none" : "signaling.operator.unusual.about"),
                List.of(
                        "signaling.operator.hour",
                        "signaling.operator.site",
                        "signaling.operator.spent",
                        "signaling.operator.usual"),
                2,
                alarms.stream()
                        .map(alarm -> List.of(
                                Html.minute(alarm.hour()),
                                Html.id(alarm.site()),
                                html.credits(alarm.spent()),
                                html.credits(alarm.usual())))
                        .toList());
    }

    private String scores(List<Rated> lowest) {
        return html.table(
                "signaling.operator.scores",
                html.text(lowest.isEmpty() ? "signaling.operator.scores.none" : "signaling.operator.scores.about"),
                List.of(
                        "signaling.operator.peer",
                        "signaling.operator.standing",
                        "signaling.operator.score",
                        "signaling.operator.bytes",
                        "signaling.operator.asked",
                        "signaling.operator.connected",
                        "signaling.operator.declined",
                        "signaling.operator.failed",
                        "signaling.operator.wrong"),
                2,
                lowest.stream().map(this::row).toList());
    }

    private List<String> row(Rated rated) {
        var facts = rated.word().facts();
        return List.of(
                Html.id(rated.peer()),
                html.text("signaling.operator.standing."
                        + rated.word().standing().name().toLowerCase(Locale.ROOT)),
                Html.number(rated.word().score()),
                html.gigabytes(facts.bytes()),
                Html.number(facts.asked()),
                Html.number(facts.connected()),
                Html.number(facts.declined()),
                Html.number(facts.failed()),
                Html.number(facts.wrong()));
    }
}
