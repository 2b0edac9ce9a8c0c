package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.deploynet.control.earnings.Amounts;
import org.deploynet.control.earnings.Earned;
import org.deploynet.control.earnings.EarningsReport;
import org.deploynet.control.earnings.HeldReceipt;
import org.deploynet.control.earnings.ReceiptPage;
import org.deploynet.control.earnings.RefusalReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
            Optional.of(new EarningsReport.Account(
                    1_800_000, 400_000, Optional.of(Instant.parse("2026-11-24T18:00:00Z")))));

    @TempDir
    private Path data;

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
                            "  0.10 less than it confirmed here: spent, or taken back.",
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
}
