package org.deploynet.signaling.web;

import java.util.List;
import org.deploynet.i18n.Texts;
import org.deploynet.signaling.api.BooksReport;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.api.SpendingAlarm;
import org.deploynet.signaling.web.Html.Figure;

/** What the operator sees of the ledger: whether it holds, where credits are, who earns most from whom, and what was unusual. */
final class OperatorPage {
    private final Html html;

    OperatorPage(Texts texts) {
        this.html = new Html(texts);
    }

    String of(Health health, BooksReport books, List<SpendingAlarm> alarms) {
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
                        + alarms(alarms));
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
}
