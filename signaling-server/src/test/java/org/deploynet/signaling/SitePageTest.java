package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.deploynet.i18n.Texts;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.SiteAccess;
import org.deploynet.protocol.signaling.SiteAccess.Want;
import org.deploynet.signaling.api.AccessLink;
import org.deploynet.signaling.api.BooksReport;
import org.deploynet.signaling.api.Counted;
import org.deploynet.signaling.api.SiteReport;
import org.deploynet.signaling.guard.Unpaid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a publisher sees of its site and the operator of the ledger, and that nobody else does. */
class SitePageTest {
    @TempDir
    private Path folder;

    private static String wish(TestNetwork network, SigningKey by, Want want) {
        return new SiteAccess(network.server.network(), by.id(), want, network.clock.millis()).sign(by);
    }

    private static SiteReport report(TestNetwork network) throws Exception {
        HttpResponse<String> answer =
                network.post("/v1/sites/" + network.site() + "/access", wish(network, network.publisher, Want.REPORT));
        assertEquals(200, answer.statusCode(), answer.body());
        return TestNetwork.read(answer.body(), SiteReport.class);
    }

    private static String codeOf(TestNetwork network) throws Exception {
        HttpResponse<String> answer =
                network.post("/v1/sites/" + network.site() + "/access", wish(network, network.publisher, Want.PAGE));
        return TestNetwork.read(answer.body(), AccessLink.class).path();
    }

    private static String cookie(HttpResponse<String> answer) {
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    @Test
    void spendingByDayIsWhatTheLedgerSays() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            assertEquals(List.of(), report(network).days());
            var link = network.link();
            link.peer().settle(link.visitor().receipt(link.ticket(), 3_000_000));
            link.peer().settle(link.visitor().receipt(link.ticket(), 4_000_000));

            SiteReport today = report(network);
            assertEquals(1, today.days().size());
            assertEquals(4_400, today.spent());
            assertEquals(
                    Map.of(Reachability.UNKNOWN, 4_000_000L),
                    today.days().getFirst().bytes());
            assertEquals(4_000_000, today.status().settledBytes());
            // What left the site's accounts is what the page says was spent.
            assertEquals(
                    100_000_000 - 4_400,
                    today.status().granted()
                            + today.status().budget()
                            + today.status().reserved());

            network.clock.advance(Duration.ofDays(1));
            link.peer().settle(link.visitor().receipt(link.ticket(), 5_000_000));
            assertEquals(
                    List.of(1_100L, 4_400L),
                    report(network).days().stream().map(day -> day.spent()).toList());
        }
    }

    @Test
    void whatWasRefusedIsCountedWithItsReasonAndOutlivesARestart() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            var visitor = network.visitor();
            visitor.hello(network.site());
            visitor.socket.expect(Refused.class);
            assertEquals(List.of(new Counted("no-peer", 1)), report(network).refused());
            network.restart();
            assertEquals(List.of(new Counted("no-peer", 1)), report(network).refused());
            network.clock.advance(Duration.ofDays(SiteReport.DAYS));
            assertEquals(List.of(), report(network).refused());
        }
    }

    @Test
    void everyReasonHasWords() {
        Texts texts = Texts.of(Locale.ENGLISH);
        Stream.concat(Stream.of("no-peer", "budget"), Stream.of(Unpaid.values()).map(Unpaid::code))
                .forEach(code ->
                        assertFalse(texts.get("signaling.site.refused." + code).isEmpty(), code));
    }

    @Test
    void onlyTheSitesOwnKeyOpensItsFigures() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            String path = "/v1/sites/" + network.site() + "/access";
            SigningKey stranger = SigningKey.generate();
            KeyId other = SigningKey.generate().id();
            long now = network.clock.millis();
            KeyId name = network.server.network();
            assertEquals(
                    403,
                    network.post(path, wish(network, stranger, Want.REPORT)).statusCode());
            for (SiteAccess bad : List.of(
                    new SiteAccess(other, network.site(), Want.REPORT, now),
                    new SiteAccess(
                            name,
                            network.site(),
                            Want.REPORT,
                            now - Duration.ofMinutes(6).toMillis()),
                    new SiteAccess(
                            name,
                            network.site(),
                            Want.REPORT,
                            now + Duration.ofMinutes(6).toMillis()),
                    new SiteAccess(name, other, Want.REPORT, now))) {
                assertEquals(
                        400, network.post(path, bad.sign(network.publisher)).statusCode(), bad.toString());
            }
            assertEquals(
                    400,
                    network.post(path, new SiteAccess(name, network.site(), Want.REPORT, now).sign(stranger))
                            .statusCode());
            assertEquals(400, network.post(path, "hello").statusCode());
            assertEquals(
                    404,
                    network.post("/v1/sites/" + stranger.id() + "/access", wish(network, stranger, Want.REPORT))
                            .statusCode());
        }
    }

    @Test
    void addressOfThePageWorksOnceAndOpensThisSiteOnly() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            assertEquals(401, network.get("/site").statusCode());
            String address = codeOf(network);
            HttpResponse<String> opened = network.get(address);
            assertEquals(303, opened.statusCode());
            assertEquals("/site", opened.headers().firstValue("Location").orElseThrow());
            String sent = opened.headers().firstValue("Set-Cookie").orElseThrow();
            assertTrue(sent.contains("HttpOnly") && sent.contains("SameSite=Strict"), sent);

            HttpResponse<String> page = network.get("/site", "Cookie", cookie(opened));
            assertEquals(200, page.statusCode());
            assertTrue(page.body().contains(network.origin.uri().toString()));
            assertEquals(401, network.get(address).statusCode(), "again");
            assertEquals(401, network.get("/operator", "Cookie", cookie(opened)).statusCode());

            network.clock.advance(Duration.ofHours(12));
            assertEquals(401, network.get("/site", "Cookie", cookie(opened)).statusCode());
        }
    }

    @Test
    void addressThatNobodyOpenedInTwoMinutesIsWorthNothing() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            String address = codeOf(network);
            network.clock.advance(Duration.ofMinutes(2));
            assertEquals(401, network.get(address).statusCode());
        }
    }

    @Test
    void operatorSeesWhereAllCreditsAreAndWhoEarnsFromWhom() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                SignalingAdmin admin = SignalingAdmin.of(folder)) {
            var link = network.link();
            link.peer().settle(link.visitor().receipt(link.ticket(), 4_000_000));
            BooksReport books = network.server.assembly().reports().books();
            assertEquals(0, books.sum());
            assertEquals(
                    List.of(new BooksReport.Flow(network.site(), link.ticket().peer(), 1, 4_000)), books.flows());

            assertEquals(401, network.post("/v1/admin/access", "").statusCode());
            URI address = admin.page();
            HttpResponse<String> opened = network.get(address.getPath() + "?" + address.getRawQuery());
            String page = network.get("/operator", "Cookie", cookie(opened)).body();
            assertTrue(page.contains("Every account adds up"), page);
            assertTrue(page.contains(link.ticket().peer().hex()));
            assertTrue(page.contains("peer:pending"));
            assertTrue(page.contains("Lowest scores") && page.contains("on probation"), page);
        }
    }
}
