package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.earnings.Amounts;
import org.deploynet.control.earnings.BudgetTransfer;
import org.deploynet.control.earnings.BudgetTransfer.State;
import org.deploynet.control.earnings.Earned;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.earnings.HeldReceipt;
import org.deploynet.control.earnings.LedgerAccepted;
import org.deploynet.control.earnings.LedgerReport;
import org.deploynet.control.earnings.ReceiptPage;
import org.deploynet.control.earnings.RefusalReason;
import org.deploynet.control.earnings.Spending;
import org.deploynet.control.earnings.TransferRefusal;
import org.deploynet.control.sites.SitesReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code deploynet earnings …} over a control socket whose engine has earned of two sites. */
final class EarningsCommandTest {
    private static final Amounts AGREES = new Amounts(earned(2_000), earned(2_000), Earned.NOTHING, 0, List.of());
    private static final Amounts DIFFERS = new Amounts(
            earned(500), earned(300), earned(150), 2, List.of(new Amounts.Refused(RefusalReason.LATE, earned(50))));
    private static final EarningsReport REPORT = new EarningsReport(
            Samples.NOW,
            2_600_000_000L,
            AGREES.plus(DIFFERS),
            List.of(
                    new EarningsReport.Site(Samples.SHOP, Optional.of("https://shop.example:8443"), AGREES),
                    new EarningsReport.Site("a7".repeat(20), Optional.empty(), DIFFERS)),
            List.of(
                    new EarningsReport.Day(LocalDate.of(2026, 11, 20), 2_100_000_000L, 2_000_000, 0),
                    new EarningsReport.Day(LocalDate.of(2026, 11, 21), 500_000_000L, 500_000, 2_300_000)),
            Optional.of(
                    new EarningsReport.Account(1_800_000, 400_000, Optional.of(Instant.parse("2026-11-24T18:00:00Z")))),
            new Spending(
                    70_000,
                    10_000,
                    List.of(
                            transfer("third", 5_000_000, State.WAITING, Optional.empty()),
                            transfer("second", 9_000_000, State.REFUSED, Optional.of(TransferRefusal.NOT_ENOUGH)),
                            transfer("first", 60_000, State.DONE, Optional.empty()))));

    private static final SitesReport SITES = new SitesReport(Samples.NOW, true, List.of(), 0, List.of());

    @TempDir
    private Path data;

    private static BudgetTransfer transfer(
            String id, long microcredits, State state, Optional<TransferRefusal> refused) {
        return new BudgetTransfer(
                id, Samples.SHOP, Optional.of("https://shop.example:8443"), microcredits, Samples.NOW, state, refused);
    }

    /** At a credit a gigabyte. */
    private static Earned earned(long megabytes) {
        return new Earned(megabytes * 1_000_000, megabytes * 1_000);
    }

    private static HeldReceipt receipt(int number, Earned confirmed, Optional<RefusalReason> refused) {
        return new HeldReceipt(
                "ticket-" + number, Samples.SHOP, Samples.NOW, 40, 1_000_000, earned(10), confirmed, refused, "a", "b");
    }

    private CannedEngine engine() throws Exception {
        return CannedEngine.start(data)
                .answering("earnings", REPORT)
                .answering(
                        "receipts",
                        new ReceiptPage(
                                List.of(
                                        receipt(1, earned(10), Optional.empty()),
                                        receipt(2, earned(4), Optional.empty()),
                                        receipt(3, earned(4), Optional.of(RefusalReason.LATE))),
                                Optional.empty()));
    }

    @Test
    void saysWhatWasEarnedAndWhyFiguresDiffer() throws Exception {
        try (var _ = engine()) {
            Said said = Said.of(data, "earnings");

            assertEquals(0, said.code(), said.err());
            assertEquals(
                    List.of(
                            "Measured here: 2.50 credits, for 2.5 GB that browsers verified and signed for.",
                            "  Confirmed by the network: 2.30.",
                            "  0.15 not answered yet (2 receipts).",
                            "  0.0500 refused: too late, and the site had no free budget.",
                            "By the network’s ledger: 1.80 pending, 0.40 available.",
                            "  All that is pending will be available by 11/24/26, 6:00\u202fPM, unless it is taken back.",
                            "Spent: 0.0700, given to the budgets of sites.",
                            "  5.00 more is ordered, and not answered yet.",
                            "  0.0300 less than it confirmed here: taken back, or spent elsewhere with the same key.",
                            "Sent and not signed for: 100.0 MB. Browsers that leave do not sign for the last they got."),
                    said.lines());
        }
    }

    @Test
    void sitesAndDaysAreTables() throws Exception {
        try (var _ = engine()) {
            assertEquals(
                    List.of(
                            "SITE               SIGNED FOR  MEASURED  CONFIRMED  DIFFERENCE  WHY",
                            "shop.example:8443      2.0 GB      2.00       2.00           0  agrees",
                            "a7a7a7a7a7a7         500.0 MB      0.50       0.30        0.20  0.15 not answered yet (2 receipts)."
                                    + " 0.0500 refused: too late, and the site had no free budget."),
                    Said.of(data, "earnings", "--sites").lines());
            assertEquals(
                    List.of(
                            "DAY             SENT  MEASURED  CONFIRMED",
                            "2026-11-20    2.1 GB      2.00          0",
                            "2026-11-21  500.0 MB      0.50       2.30"),
                    Said.of(data, "earnings", "--days").lines());
        }
    }

    @Test
    void receiptsSayWhatBecameOfThem() throws Exception {
        try (var _ = engine()) {
            List<String> lines = Said.of(data, "earnings", "--receipts").lines();

            assertEquals(4, lines.size());
            assertTrue(lines.get(1).endsWith("confirmed"), lines.get(1));
            assertTrue(lines.get(2).endsWith("not answered yet"), lines.get(2));
            assertTrue(lines.get(3).endsWith("too late, and the site had no free budget"), lines.get(3));
        }
    }

    @Test
    void asCsvTheyAreRowsWithUnitsInTheHead() throws Exception {
        try (var _ = engine()) {
            assertEquals(
                    String.join(
                            "\r\n",
                            "day,sent_bytes,measured_microcredits,confirmed_microcredits",
                            "2026-11-20,2100000000,2000000,0",
                            "2026-11-21,500000000,500000,2300000",
                            ""),
                    Said.of(data, "earnings", "--days", "--csv").out());
            String sites = Said.of(data, "earnings", "--sites", "--csv").out();
            assertTrue(
                    sites.endsWith("a7".repeat(20)
                            + "\",,500000000,500000,300000000,300000,150000000,150000,50000000,50000\r\n"),
                    sites);
            String receipts = Said.of(data, "earnings", "--receipts", "--csv").out();
            assertTrue(
                    receipts.endsWith("ticket-3,\"" + Samples.SHOP
                            + "\",2026-11-21T10:00:00Z,40,1000000,10000000,10000,4000000,4000,refused,late\r\n"),
                    receipts);
        }
    }

    @Test
    void csvWantsOneTable() throws Exception {
        try (var _ = engine()) {
            Said said = Said.of(data, "earnings", "--csv");

            assertEquals(2, said.code());
            assertTrue(said.err().contains("--csv wants one of --sites, --days, --receipts"), said.err());
        }
    }

    @Test
    void asJsonItIsWhatTheEngineSaid() throws Exception {
        try (var _ = engine()) {
            assertEquals(REPORT, Said.of(data, "earnings", "--json").json(EarningsReport.class));
        }
    }

    @Test
    void transfersAreASumAndATable() throws Exception {
        try (var _ = engine()) {
            assertEquals(
                    List.of(
                            "Spent: 0.0700, given to the budgets of sites.",
                            "ORDERED               SITE               CREDITS  STATE",
                            "2026-11-21T10:00:00Z  shop.example:8443        5  not answered yet",
                            "2026-11-21T10:00:00Z  shop.example:8443        9  refused: fewer credits are available",
                            "2026-11-21T10:00:00Z  shop.example:8443     0.06  done"),
                    Said.of(data, "earnings", "transfers").lines());
            String csv = Said.of(data, "earnings", "transfers", "--csv").out();
            assertTrue(csv.startsWith("transfer,site,origin,ordered_at,microcredits,state,refused_because\r\n"), csv);
            assertTrue(
                    csv.contains("second,\"" + Samples.SHOP
                            + "\",\"https://shop.example:8443\",2026-11-21T10:00:00Z,9000000,refused,not_enough\r\n"),
                    csv);
            assertEquals(
                    REPORT.spending(),
                    Said.of(data, "earnings", "transfers", "--json").json(Spending.class));
        }
    }

    private CannedEngine ordering(BudgetTransfer became) throws Exception {
        var spending = new Spending(became.state() == State.DONE ? became.microcredits() : 0, 0, List.of(became));
        return CannedEngine.start(data)
                .answering("sites", SITES)
                .answering(
                        "creditTransfer", transfer(became.id(), became.microcredits(), State.WAITING, Optional.empty()))
                .answering(
                        "earnings",
                        new EarningsReport(
                                Samples.NOW, 0, Amounts.NONE, List.of(), List.of(), Optional.empty(), spending));
    }

    private Said transfer(String amount) {
        return Said.of(data, "earnings", "transfer", amount, Samples.SHOP, "--yes");
    }

    @Test
    void transferSaysWhatItDoesAndWhatTheNetworkAnswered() throws Exception {
        try (var engine = ordering(transfer("id", 12_500_000, State.DONE, Optional.empty()))) {
            Said said = transfer("12.5");
            assertEquals(0, said.code(), said.err());
            assertTrue(said.err().contains("12.5 credits go from your account to the budget of site"), said.err());
            assertTrue(said.err().contains("you cannot take them back"), said.err());
            assertTrue(said.out().startsWith("Done: the network’s ledger moved 12.5 credits"), said.out());
            assertTrue(engine.orders().stream()
                    .anyMatch(order -> order.startsWith("creditTransfer ") && order.contains("12500000")));
        }
    }

    @Test
    void transferThatIsRefusedIsAnErrorInWords() throws Exception {
        try (var _ = ordering(transfer("id", 7, State.REFUSED, Optional.of(TransferRefusal.UNKNOWN_SITE)))) {
            Said said = transfer("0.000007");
            assertEquals(1, said.code());
            assertTrue(
                    said.err().contains("did not move 0.000007 credits: this network does not know the site"),
                    said.err());
        }
    }

    @Test
    void withoutYesAndATerminalNothingIsGiven() throws Exception {
        try (var engine = ordering(transfer("id", 7, State.DONE, Optional.empty()))) {
            Said said = Said.of(data, "earnings", "transfer", "1", Samples.SHOP);
            assertEquals(2, said.code());
            assertTrue(said.err().contains("Say --yes"), said.err());
            assertTrue(engine.orders().stream().noneMatch(order -> order.startsWith("creditTransfer")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0,0", "-1", "1.0000001", "1e9", "9999999999999", "9007199255", "", "one", "1 000"})
    void whatIsNoAmountIsBadUsage(String amount) throws Exception {
        try (var engine = ordering(transfer("id", 7, State.DONE, Optional.empty()))) {
            assertEquals(2, transfer(amount).code());
            assertEquals(List.of(), engine.orders());
        }
    }

    private static LedgerReport.Head head(long entries, String head) {
        return new LedgerReport.Head(entries, head.repeat(32), "00".repeat(32), Samples.NOW);
    }

    @Test
    void acceptLedgerShowsBothHeadsAndNamesTheOneThatIsMeant() throws Exception {
        var report = new LedgerReport(
                Optional.of(head(9, "aa")), Optional.of(new LedgerReport.Alarm("shrunk", Samples.NOW, head(4, "bb"))));
        try (var engine = CannedEngine.start(data)
                .answering("ledger", report)
                .answering("ledgerAccept", new LedgerAccepted("/state/ledger-accepted-1.json", 2_500_000))) {
            assertEquals(2, Said.of(data, "earnings", "accept-ledger").code());
            Said said = Said.of(data, "earnings", "accept-ledger", "--yes");
            assertEquals(0, said.code(), said.err());
            assertTrue(said.err().contains("Signed before: 9 entries, head " + "aa".repeat(32)), said.err());
            assertTrue(said.err().contains("Signed now (shrunk): 4 entries, head " + "bb".repeat(32)), said.err());
            assertTrue(said.err().contains("is gone there"), said.err());
            assertTrue(said.out().contains("2.50 credits"), said.out());
            assertEquals(
                    List.of("ledgerAccept {\"head\":\"" + "bb".repeat(32) + "\"}"),
                    engine.orders().stream()
                            .filter(order -> order.startsWith("ledgerAccept"))
                            .toList());
        }
    }

    @Test
    void aLedgerThatContinuesIsNothingToAccept() throws Exception {
        try (var _ = CannedEngine.start(data)
                .answering("ledger", new LedgerReport(Optional.of(head(9, "aa")), Optional.empty()))) {
            assertEquals(1, Said.of(data, "earnings", "accept-ledger", "--yes").code());
        }
    }
}
