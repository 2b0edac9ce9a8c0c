package org.deploynet.desktop.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.earnings.Amounts;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.earnings.Spending;
import org.deploynet.control.words.CreditWords;
import org.deploynet.i18n.Texts;

/**
 * A report of what was earned as the words and figures of the Earnings screen. Immutable.
 *
 * @param amounts measured here, not confirmed, pending, available and spent, in this order
 * @param notes what explains the rest: sentences, may be none
 * @param transfers what was given to the budgets of sites, the newest first
 * @param targets the sites whose budgets can be named by what they are called
 */
public record EarningsFigures(
        Headline headline,
        List<Tile> amounts,
        List<String> notes,
        List<Day> days,
        List<Site> sites,
        List<Transfer> transfers,
        List<TransferTyping.Target> targets) {
    private static final int SHORT_ID = 12;

    /** A figure with what there is to say of it. */
    public record Tile(Figure figure, String note) {}

    /** One day: its name, and its amounts in words and in microcredits. */
    public record Day(
            String name, String sent, String measured, String confirmed, long measuredAmount, long confirmedAmount) {}

    /** One site in words; {@code why} says what the difference is. */
    public record Site(String name, String bytes, String measured, String confirmed, String missing, String why) {}

    /** One order in words. */
    public record Transfer(String at, String site, String credits, String state) {}

    public EarningsFigures {
        amounts = List.copyOf(amounts);
        notes = List.copyOf(notes);
        days = List.copyOf(days);
        sites = List.copyOf(sites);
        transfers = List.copyOf(transfers);
        targets = List.copyOf(targets);
    }

    public static EarningsFigures of(EarningsReport report, Texts texts, Figures figures) {
        return new Words(texts, figures).of(report);
    }

    /** The highest amount of a day, at least one microcredit. */
    public long highest() {
        return days.stream()
                .mapToLong(day -> Math.max(day.measuredAmount(), day.confirmedAmount()))
                .reduce(1, Math::max);
    }

    private record Words(Texts texts, Figures figures) {
        EarningsFigures of(EarningsReport report) {
            return new EarningsFigures(
                    headline(report.all()),
                    List.of(
                            measured(report.all()),
                            missing(report.all()),
                            told(report.network().map(EarningsReport.Account::pending), pendingNote(report)),
                            told(
                                    report.network().map(EarningsReport.Account::available),
                                    texts.get("desktop.earnings.available.note")),
                            spent(report.spending())),
                    notes(report),
                    report.days().stream().map(this::day).toList(),
                    report.sites().stream().map(this::site).toList(),
                    report.spending().transfers().stream()
                            .map(one -> transfer(one, report.at()))
                            .toList(),
                    report.sites().stream()
                            .map(site -> new TransferTyping.Target(site.site(), name(site.site(), site.origin())))
                            .toList());
        }

        private Tile spent(Spending spending) {
            return tile(
                    spending.spent(),
                    spending.waiting() == 0
                            ? texts.get("desktop.earnings.spent.note")
                            : texts.get("desktop.earnings.spent.waiting", credits(spending.waiting())));
        }

        private Transfer transfer(BudgetTransfer order, Instant now) {
            return new Transfer(
                    figures.moment(order.at(), now),
                    name(order.site(), order.origin()),
                    CreditWords.exact(order.microcredits()),
                    order.refused()
                            .map(why -> texts.get("engine.transfer.refused", texts.get(why.textKey())))
                            .orElseGet(() -> texts.get(order.state().textKey())));
        }

        private static String name(String site, Optional<String> origin) {
            return origin.map(Addresses::name).orElse(site.substring(0, Math.min(SHORT_ID, site.length())));
        }

        private Headline headline(Amounts all) {
            if (all.measured().bytes() == 0) {
                return new Headline(
                        Tone.IDLE,
                        texts.get("desktop.earnings.nothing"),
                        texts.get("desktop.earnings.nothing.reason"),
                        false,
                        "");
            }
            return new Headline(
                    Tone.SHARING,
                    texts.get("desktop.earnings.title", credits(all.measured().microcredits())),
                    all.causes().isEmpty()
                            ? texts.get("desktop.earnings.agree")
                            : texts.get(
                                    "desktop.earnings.differ",
                                    credits(all.confirmed().microcredits())),
                    false,
                    "");
        }

        private Tile measured(Amounts all) {
            String bytes = figures.size(all.measured().bytes()).text();
            return tile(all.measured().microcredits(), texts.get("desktop.earnings.measured.note", bytes));
        }

        private Tile missing(Amounts all) {
            return tile(
                    all.missing(), all.causes().isEmpty() ? texts.get("desktop.earnings.missing.none") : causes(all));
        }

        private String pendingNote(EarningsReport report) {
            return report.network()
                    .flatMap(EarningsReport.Account::allBy)
                    .map(by -> texts.get("desktop.earnings.pending.by", figures.moment(by, report.at())))
                    .orElseGet(() -> texts.get("desktop.earnings.pending.note"));
        }

        private Tile told(Optional<Long> amount, String note) {
            return amount.map(known -> tile(known, note))
                    .orElse(new Tile(new Figure("–", ""), texts.get("desktop.earnings.not-told")));
        }

        private Tile tile(long microcredits, String note) {
            return new Tile(new Figure(credits(microcredits), ""), note);
        }

        private List<String> notes(EarningsReport report) {
            var notes = new ArrayList<String>();
            report.elsewhere()
                    .filter(elsewhere -> elsewhere != 0)
                    .map(elsewhere -> texts.get(
                            elsewhere > 0 ? "desktop.earnings.elsewhere.more" : "desktop.earnings.elsewhere.less",
                            credits(Math.abs(elsewhere))))
                    .ifPresent(notes::add);
            if (report.unsignedBytes() > 0) {
                notes.add(texts.get(
                        "engine.earnings.unsigned",
                        figures.size(report.unsignedBytes()).text()));
            }
            notes.add(texts.get("desktop.earnings.worth"));
            return notes;
        }

        private Day day(EarningsReport.Day day) {
            return new Day(
                    figures.date(day.day()),
                    figures.size(day.sentBytes()).text(),
                    credits(day.measured()),
                    credits(day.confirmed()),
                    day.measured(),
                    day.confirmed());
        }

        private Site site(EarningsReport.Site site) {
            Amounts amounts = site.amounts();
            return new Site(
                    name(site.site(), site.origin()),
                    figures.size(amounts.measured().bytes()).text(),
                    credits(amounts.measured().microcredits()),
                    credits(amounts.confirmed().microcredits()),
                    credits(amounts.missing()),
                    amounts.causes().isEmpty() ? texts.get("engine.earnings.agrees") : causes(amounts));
        }

        private String causes(Amounts amounts) {
            return String.join(" ", amounts.causes().stream().map(this::cause).toList());
        }

        private String cause(Amounts.Cause cause) {
            String amount = credits(cause.earned().microcredits());
            return cause.refused()
                    .map(why -> texts.get("engine.earnings.refused", amount, texts.get(why.textKey())))
                    .orElseGet(() -> texts.count("engine.earnings.waiting.", cause.receiptsWaiting(), amount));
        }

        private String credits(long microcredits) {
            return figures.credits(microcredits);
        }
    }
}
