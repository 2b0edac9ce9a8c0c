package org.deploynet.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.control.earnings.Earned;
import org.deploynet.control.sites.Removal;
import org.deploynet.control.sites.SiteState;
import org.deploynet.control.sites.SitesReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploynet sites …} over a control socket whose engine serves one site, and two not. */
final class SitesCommandTest {
    private static final String OTHER = "a7".repeat(20);
    private static final String THIRD = "b8".repeat(20);
    private static final SitesReport REPORT = new SitesReport(
            Samples.NOW,
            true,
            List.of(
                    site(Samples.SHOP, Optional.of("https://shop.example:8443"), SiteState.SERVING, Optional.empty()),
                    site(OTHER, Optional.of("https://blog.example"), SiteState.BLOCKED, Optional.empty()),
                    site(THIRD, Optional.empty(), SiteState.DENYLIST, Optional.of("Our list"))),
            0,
            List.of());

    @TempDir
    private Path data;

    private static SitesReport.Site site(String id, Optional<String> origin, SiteState state, Optional<String> list) {
        boolean served = state == SiteState.SERVING;
        return new SitesReport.Site(
                id,
                origin,
                state,
                list,
                4,
                new SitesReport.Kept(
                        5_000_000, 9_000_000, served, Optional.of(30).filter(any -> served), !served),
                new SitesReport.Sent(1_000_000, 20_000_000, 300_000_000),
                new Earned(300_000_000, 300_000),
                new Earned(200_000_000, 200_000),
                Optional.of(Samples.NOW).filter(any -> served),
                Optional.of(1_000_000L),
                false,
                Optional.empty());
    }

    private CannedEngine engine() throws Exception {
        return CannedEngine.start(data)
                .answering("sites", REPORT)
                .answering("siteBlock", new Removal(5_000_000, true))
                .answering("sitePurge", new Removal(5_000_000, false))
                .answering("siteAllow", Map.of())
                .answering("pin", Map.of())
                .answering("serveUnpaid", Map.of());
    }

    @Test
    void listsEachSiteWithItsFiguresAndState() throws Exception {
        try (var _ = engine()) {
            Said said = Said.of(data, "sites");

            assertEquals(0, said.code(), said.err());
            List<String> lines = said.lines();
            assertEquals(5, lines.size(), said.out());
            assertTrue(lines.get(0).startsWith("SITE"), lines.get(0));
            assertTrue(lines.get(1).startsWith("shop.example:8443  5f5f5f5f5f5f"), lines.get(1));
            assertTrue(lines.get(1).contains("5.0 MB  300.0 MB  20.0 MB     0.30  2026-11-21"), lines.get(1));
            assertTrue(lines.get(1).endsWith("served, pinned, at most 30% of the cache"), lines.get(1));
            assertTrue(lines.get(2).endsWith("–                 blocked by you, kept on disk"), lines.get(2));
            assertTrue(lines.get(3).startsWith("b8b8b8b8b8b8 "), lines.get(3));
            assertTrue(lines.get(3).endsWith("on a denylist, kept on disk, by the list “Our list”"), lines.get(3));
            assertEquals("Visits that pay nothing are served, too.", lines.get(4));
        }
    }

    @Test
    void printsTheReportForOtherPrograms() throws Exception {
        try (var _ = engine()) {
            assertEquals(REPORT, Said.of(data, "sites", "--json").json(SitesReport.class));
        }
    }

    @Test
    void decidesAboutASiteByItsHostItsAddressOrItsKey() throws Exception {
        try (var engine = engine()) {
            assertEquals(
                    "blog.example is blocked: nothing of it is served or fetched. 5.0 MB of it were deleted.",
                    Said.of(data, "sites", "block", "blog.example").out().strip());
            assertEquals(
                    "blog.example is blocked: nothing of it is served or fetched. What is kept of it stays.",
                    Said.of(data, "sites", "block", "--keep", OTHER).out().strip());
            assertEquals(
                    "blog.example is allowed. It is served as soon as the network assigns it.",
                    Said.of(data, "sites", "allow", "https://blog.example")
                            .out()
                            .strip());
            assertEquals(
                    "5.0 MB of shop.example:8443 are being deleted. It is not blocked: while the network assigns it, it is fetched again.",
                    Said.of(data, "sites", "purge", "5f5f5f5f5f").out().strip());
            assertEquals(
                    "Nothing of shop.example:8443 makes way for others.",
                    Said.of(data, "sites", "pin", "shop.example:8443").out().strip());
            assertEquals(
                    "shop.example:8443 makes way like any other.",
                    Said.of(data, "sites", "unpin", Samples.SHOP).out().strip());
            assertEquals(
                    List.of("siteBlock", "siteBlock", "siteAllow", "sitePurge", "pin", "pin"),
                    engine.orders().stream()
                            .map(order -> order.split(" ", 2)[0])
                            .filter(method -> !method.equals("sites"))
                            .toList());
            assertTrue(
                    engine.orders().toString().contains("\"keep\":true"),
                    engine.orders().toString());
        }
    }

    @Test
    void aSiteThatNobodyKnowsByNameIsBadUsage() throws Exception {
        try (var engine = engine()) {
            Said said = Said.of(data, "sites", "block", "nowhere.example");
            assertEquals(2, said.code());
            assertTrue(said.err().contains("shop.example:8443, blog.example, b8b8b8b8b8b8"), said.err());
            assertEquals(0, Said.of(data, "sites", "block", "c9".repeat(20)).code(), "by its key it can be any");
            assertEquals(2, Said.of(data, "sites", "allow").code());
            assertEquals(
                    1,
                    engine.orders().stream()
                            .filter(order -> order.startsWith("siteBlock"))
                            .count());
        }
    }

    @Test
    void switchesUnpaidVisitsAndSaysHowItIs() throws Exception {
        try (var engine = engine()) {
            Said said = Said.of(data, "sites", "unpaid", "off");
            assertEquals(0, said.code(), said.err());
            assertTrue(
                    engine.orders().getFirst().contains("\"serveUnpaid\":false"),
                    engine.orders().toString());
            assertEquals("Visits that pay nothing are served, too.", said.out().strip(), "as the engine says");
            assertEquals(2, Said.of(data, "sites", "unpaid", "perhaps").code());
        }
    }

    @Test
    void withoutAnEngineItSaysSo() {
        assertEquals(4, Said.of(data, "sites").code());
        assertEquals(4, Said.of(data, "sites", "block", Samples.SHOP).code());
    }
}
