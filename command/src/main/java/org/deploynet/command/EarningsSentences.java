package org.deploynet.command;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.deploynet.command.TextTable.Column;
import org.deploynet.control.earnings.Amounts;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.earnings.HeldReceipt;
import org.deploynet.control.earnings.Spending;
import org.deploynet.control.words.CreditWords;
import org.deploynet.control.words.SizeWords;
import org.deploynet.i18n.Texts;

/** Earnings in words and tables. Pure functions. */
record EarningsSentences(Texts texts, Locale locale) {
    private static final int ID = 12;

    List<String> of(EarningsReport report) {
        Amounts all = report.all();
        var lines = new ArrayList<String>();
        lines.add(texts.get(
                "command.earnings.measured",
                credits(all.measured().microcredits()),
                size(all.measured().bytes())));
        lines.add("  "
                + texts.get(
                        "command.earnings.confirmed", credits(all.confirmed().microcredits())));
        causes(all).forEach(cause -> lines.add("  " + cause));
        lines.add(report.network()
                .map(account ->
                        texts.get("command.earnings.network", credits(account.pending()), credits(account.available())))
                .orElse(texts.get("command.earnings.no-network")));
        report.network()
                .flatMap(EarningsReport.Account::allBy)
                .ifPresent(by -> lines.add("  "
                        + texts.get("command.earnings.network.by", Moments.of(by, locale, ZoneId.systemDefault()))));
        Spending spending = report.spending();
        if (spending.spent() > 0) {
            lines.add(texts.get("command.earnings.spent", credits(spending.spent())));
        }
        if (spending.waiting() > 0) {
            lines.add("  " + texts.get("command.earnings.spent.waiting", credits(spending.waiting())));
        }
        report.elsewhere()
                .filter(elsewhere -> elsewhere != 0)
                .ifPresent(elsewhere -> lines.add("  "
                        + texts.get(
                                elsewhere > 0 ? "command.earnings.elsewhere.more" : "command.earnings.elsewhere.less",
                                credits(Math.abs(elsewhere)))));
        if (report.unsignedBytes() > 0) {
            lines.add(texts.get("engine.earnings.unsigned", size(report.unsignedBytes())));
        }
        return lines;
    }

    private List<String> causes(Amounts amounts) {
        return amounts.causes().stream().map(this::cause).toList();
    }

    private String cause(Amounts.Cause cause) {
        String amount = credits(cause.earned().microcredits());
        return cause.refused()
                .map(why -> texts.get("engine.earnings.refused", amount, texts.get(why.textKey())))
                .orElseGet(() -> texts.count("engine.earnings.waiting.", cause.receiptsWaiting(), amount));
    }

    List<String> sites(List<EarningsReport.Site> sites) {
        return table(
                List.of("site", "bytes", "measured", "confirmed", "missing", "why"),
                List.of("bytes", "measured", "confirmed", "missing"),
                sites.stream().map(this::row).toList());
    }

    private List<String> row(EarningsReport.Site site) {
        Amounts amounts = site.amounts();
        List<String> causes = causes(amounts);
        return List.of(
                site.origin().map(SiteNames::host).orElse(start(site.site())),
                size(amounts.measured().bytes()),
                credits(amounts.measured().microcredits()),
                credits(amounts.confirmed().microcredits()),
                credits(amounts.missing()),
                causes.isEmpty() ? texts.get("engine.earnings.agrees") : String.join(" ", causes));
    }

    List<String> days(List<EarningsReport.Day> days) {
        return table(
                List.of("day", "sent", "measured", "confirmed"),
                List.of("sent", "measured", "confirmed"),
                days.stream()
                        .map(day -> List.of(
                                day.day().toString(),
                                size(day.sentBytes()),
                                credits(day.measured()),
                                credits(day.confirmed())))
                        .toList());
    }

    List<String> receipts(Collection<HeldReceipt> receipts) {
        return table(
                List.of("ticket", "site", "at", "bytes", "measured", "state"),
                List.of("bytes", "measured"),
                receipts.stream().map(this::row).toList());
    }

    private List<String> row(HeldReceipt receipt) {
        return List.of(
                start(receipt.ticket()),
                start(receipt.site()),
                receipt.at().toString(),
                size(receipt.measured().bytes()),
                credits(receipt.measured().microcredits()),
                receipt.refused()
                        .map(why -> texts.get(why.textKey()))
                        .orElseGet(() -> texts.get("command.earnings.state."
                                + receipt.state().name().toLowerCase(Locale.ROOT))));
    }

    /** The sum first: the table has no more than the latest. */
    List<String> transfers(Spending spending) {
        if (spending.transfers().isEmpty()) {
            return List.of(texts.get("command.earnings.none"));
        }
        var lines = new ArrayList<String>();
        lines.add(texts.get("command.earnings.spent", credits(spending.spent())));
        lines.addAll(table(
                List.of("ordered", "site", "credits", "state"),
                List.of("credits"),
                spending.transfers().stream().map(this::row).toList()));
        return lines;
    }

    private List<String> row(BudgetTransfer transfer) {
        return List.of(
                transfer.at().toString(),
                SiteNames.name(transfer.site(), transfer.origin()),
                CreditWords.exact(transfer.microcredits()),
                transfer.refused()
                        .map(why -> texts.get("engine.transfer.refused", texts.get(why.textKey())))
                        .orElseGet(() -> texts.get(transfer.state().textKey())));
    }

    private List<String> table(List<String> columns, List<String> figures, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return List.of(texts.get("command.earnings.none"));
        }
        Stream<Column> heads = columns.stream()
                .map(column ->
                        TextTable.column(texts.get("command.earnings.column." + column), figures.contains(column)));
        return TextTable.lines(heads.toList(), rows);
    }

    private static String start(String id) {
        return id.substring(0, Math.min(ID, id.length()));
    }

    private String credits(long microcredits) {
        return CreditWords.format(microcredits, locale);
    }

    private String size(long bytes) {
        return SizeWords.format(bytes, locale);
    }
}
