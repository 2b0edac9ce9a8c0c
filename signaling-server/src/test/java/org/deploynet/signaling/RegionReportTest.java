package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.signaling.SiteAccess;
import org.deploynet.protocol.signaling.SiteAccess.Want;
import org.deploynet.signaling.TestNetwork.TestLink;
import org.deploynet.signaling.api.RegionSum;
import org.deploynet.signaling.api.SiteReport;
import org.deploynet.signaling.regions.Regions;
import org.deploynet.signaling.storage.Sql;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a site's visitors were, as its publisher is told; all of these come from this machine. */
class RegionReportTest {
    @TempDir
    private Path folder;

    private TestNetwork network(String line) throws Exception {
        Path file = Files.writeString(folder.resolve("delegated"), line + "\n");
        Regions regions = Regions.read(file);
        return TestNetwork.withSite(folder.resolve("data"), options -> options.withRegions(regions));
    }

    private static SiteReport report(TestNetwork network) throws Exception {
        String wish = new SiteAccess(network.server.network(), network.site(), Want.REPORT, network.clock.millis())
                .sign(network.publisher);
        return TestNetwork.read(
                network.post("/v1/sites/" + network.site() + "/access", wish).body(), SiteReport.class);
    }

    @Test
    void bytesAndCreditsAreSummedByCountryAndNothingElseIsKept() throws Exception {
        try (var network = network("test|AQ|ipv4|127.0.0.0|256|20260101|allocated")) {
            TestLink link = network.link();
            link.peer().settle(link.visitor().receipt(link.ticket(), 1_000_000));
            link.peer().settle(link.visitor().receipt(link.ticket(), 3_000_000));
            assertEquals(
                    Optional.of(List.of(new RegionSum(Optional.of("AQ"), 3_000_000, 3_300))),
                    report(network).regions());
            List<String> rows = network.server
                    .assembly()
                    .database()
                    .call(connection -> Sql.all(
                            connection,
                            "SELECT site || ' ' || day || ' ' || country || ' ' || bytes FROM region",
                            row -> row.getString(1)));
            assertEquals(1, rows.size());
            assertFalse(rows.getFirst().contains("127."), rows.getFirst());

            network.restart();
            var again = TestPeer.welcomed(network.server, link.peer().key, 2, link.peer().fingerprint);
            again.settle(link.visitor().receipt(link.ticket(), 4_000_000));
            assertEquals(
                    Optional.of(List.of(
                            new RegionSum(Optional.of("AQ"), 3_000_000, 3_300),
                            new RegionSum(Optional.empty(), 1_000_000, 1_100))),
                    report(network).regions(),
                    "after a restart it is not known of older tickets");
            network.clock.advance(Duration.ofDays(SiteReport.DAYS));
            assertEquals(Optional.of(List.of()), report(network).regions());
            network.clock.advance(Duration.ofDays(90));
            network.server.keepHouse();
            long left = network.server
                    .assembly()
                    .database()
                    .call(connection -> Sql.number(connection, "SELECT count(*) FROM region"));
            assertEquals(0, left);
        }
    }

    @Test
    void withoutAFileItIsSaidThatItIsNotKnown() throws Exception {
        try (var network = TestNetwork.withSite(folder.resolve("data"))) {
            TestLink link = network.link();
            link.peer().settle(link.visitor().receipt(link.ticket(), 1_000_000));
            assertEquals(Optional.empty(), report(network).regions());
        }
    }

    @Test
    void visitorOfNoRangeIsNotKnown() throws Exception {
        try (var network = network("test|AQ|ipv4|10.0.0.0|256|20260101|allocated")) {
            TestLink link = network.link();
            link.peer().settle(link.visitor().receipt(link.ticket(), 1_000_000));
            assertEquals(
                    Optional.of(List.of(new RegionSum(Optional.empty(), 1_000_000, 1_100))),
                    report(network).regions());
        }
    }
}
