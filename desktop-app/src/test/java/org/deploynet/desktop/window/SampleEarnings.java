package org.deploynet.desktop.window;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deploynet.control.earnings.Amounts;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.earnings.Earned;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.earnings.HeldReceipt;
import org.deploynet.control.earnings.ReceiptPage;
import org.deploynet.control.earnings.RefusalReason;
import org.deploynet.control.earnings.Spending;
import org.deploynet.control.earnings.TransferRefusal;

/** What an engine may say of its earnings. */
final class SampleEarnings {
    private static final long GB = 1_000_000_000;

    private SampleEarnings() {}

    static Map<String, Optional<EarningsReport>> all() {
        var all = new LinkedHashMap<String, Optional<EarningsReport>>();
        all.put("earnings", Optional.of(differing()));
        all.put("earnings-agree", Optional.of(agreeing()));
        all.put("earnings-none", Optional.of(none()));
        all.put("earnings-unanswered", Optional.empty());
        return all;
    }

    /** Three sites, of which one is as the network says; more in the ledger than was confirmed here. */
    static EarningsReport differing() {
        var agrees = amounts(218_400, 218_400, 0, List.of());
        var waits = amounts(61_000, 60_700, 4, List.of());
        var refused = amounts(
                18_200,
                17_900,
                51,
                List.of(
                        new Amounts.Refused(RefusalReason.LATE, gigabytes(100)),
                        new Amounts.Refused(RefusalReason.UNKNOWN_TICKET, gigabytes(50))));
        return report(
                List.of(
                        site("5f", Optional.of("https://museum-archive.example"), agrees),
                        site("6a", Optional.of("https://fonts.commons.example:8443"), waits),
                        site("7b", Optional.empty(), refused)),
                Optional.of(new EarningsReport.Account(
                        41_200_000, 318_600_000, Optional.of(SampleConditions.NOW.plus(Duration.ofHours(70))))),
                new Spending(
                        12_500_000,
                        0,
                        List.of(
                                transfer(2, 250_000, BudgetTransfer.State.WAITING, Optional.empty()),
                                transfer(
                                        30,
                                        900_000_000,
                                        BudgetTransfer.State.REFUSED,
                                        Optional.of(TransferRefusal.NOT_ENOUGH)),
                                transfer(50, 12_500_000, BudgetTransfer.State.DONE, Optional.empty()))));
    }

    static EarningsReport agreeing() {
        var amounts = amounts(71, 71, 0, List.of());
        return report(
                List.of(site("5f", Optional.of("https://museum-archive.example"), amounts)),
                Optional.of(new EarningsReport.Account(71_000, 0, Optional.empty())),
                Spending.NONE);
    }

    static EarningsReport none() {
        return new EarningsReport(
                SampleConditions.NOW, 0, Amounts.NONE, List.of(), days(0), Optional.empty(), Spending.NONE);
    }

    static ReceiptPage receipts() {
        return new ReceiptPage(
                List.of(new HeldReceipt(
                        "t1",
                        "5f".repeat(20),
                        SampleConditions.NOW,
                        4,
                        1_000_000,
                        new Earned(1_000_000, 1_000),
                        new Earned(1_000_000, 1_000),
                        Optional.empty(),
                        "a.b.c",
                        "d.e.f")),
                Optional.empty());
    }

    private static BudgetTransfer transfer(
            int hoursAgo, long microcredits, BudgetTransfer.State state, Optional<TransferRefusal> refused) {
        return new BudgetTransfer(
                "id-" + hoursAgo,
                "5f".repeat(20),
                Optional.of("https://museum-archive.example"),
                microcredits,
                SampleConditions.NOW.minus(Duration.ofHours(hoursAgo)),
                state,
                refused);
    }

    private static EarningsReport report(
            List<EarningsReport.Site> sites, Optional<EarningsReport.Account> network, Spending spending) {
        Amounts all = sites.stream().map(EarningsReport.Site::amounts).reduce(Amounts.NONE, Amounts::plus);
        return new EarningsReport(
                SampleConditions.NOW,
                all.measured().bytes() + 3 * GB,
                all,
                sites,
                days(all.measured().microcredits() / 20),
                network,
                spending);
    }

    private static EarningsReport.Site site(String key, Optional<String> origin, Amounts amounts) {
        return new EarningsReport.Site(key.repeat(20), origin, amounts);
    }

    /** In thousandths of a credit, at a credit a gigabyte. */
    private static Amounts amounts(long measured, long confirmed, int waiting, List<Amounts.Refused> refused) {
        Earned not = refused.stream().map(Amounts.Refused::earned).reduce(Earned.NOTHING, Earned::plus);
        long waits = measured - confirmed - not.bytes() / (GB / 1_000);
        return new Amounts(gigabytes(measured), gigabytes(confirmed), gigabytes(waits), waiting, refused);
    }

    private static Earned gigabytes(long thousandths) {
        return new Earned(thousandths * GB / 1_000, thousandths * 1_000);
    }

    private static List<EarningsReport.Day> days(long most) {
        LocalDate today = LocalDate.ofInstant(SampleConditions.NOW, ZoneOffset.UTC);
        return IntStream.range(0, EarningsReport.DAYS)
                .mapToObj(i -> {
                    long measured = most * (i * 7 % 11) / 10;
                    long confirmed = i > EarningsReport.DAYS - 3 ? measured / 2 : measured;
                    return new EarningsReport.Day(
                            today.minusDays(EarningsReport.DAYS - 1L - i), measured * 1_000, measured, confirmed);
                })
                .toList();
    }
}
