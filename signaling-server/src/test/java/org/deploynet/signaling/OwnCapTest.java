package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.SiteAccess;
import org.deploynet.protocol.signaling.SiteAccess.Want;
import org.deploynet.protocol.signaling.SiteCaps;
import org.deploynet.signaling.TestNetwork.TestLink;
import org.deploynet.signaling.api.CapsReport;
import org.deploynet.signaling.api.Counted;
import org.deploynet.signaling.api.SiteReport;
import org.deploynet.signaling.guard.PayCaps;
import org.deploynet.signaling.ledger.Settlement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a publisher lets its own site pay for at most; all of these visitors come from one prefix. */
class OwnCapTest {
    private static final long TICKET = Ticket.FIRST_MAX_BYTES;
    private static final long COST = Price.reservation(TICKET, Price.DEFAULT, Settlement.FEE_PERCENT);

    @TempDir
    private Path folder;

    private static HttpResponse<String> ask(TestNetwork network, SigningKey by, Want want, Optional<SiteCaps> caps)
            throws Exception {
        String wish =
                new SiteAccess(network.server.network(), network.site(), want, network.clock.millis(), caps).sign(by);
        return network.post("/v1/sites/" + network.site() + "/access", wish);
    }

    private static CapsReport cap(TestNetwork network, SiteCaps caps) throws Exception {
        HttpResponse<String> answer = ask(network, network.publisher, Want.CAPS, Optional.of(caps));
        assertEquals(200, answer.statusCode(), answer.body());
        return TestNetwork.read(answer.body(), CapsReport.class);
    }

    private static SiteReport report(TestNetwork network) throws Exception {
        return TestNetwork.read(
                ask(network, network.publisher, Want.REPORT, Optional.empty()).body(), SiteReport.class);
    }

    private static SiteCaps hour(long bytes) {
        return new SiteCaps(Optional.of(bytes), Optional.empty(), Optional.empty());
    }

    private static SiteCaps prefix(long bytes) {
        return new SiteCaps(Optional.empty(), Optional.of(bytes), Optional.empty());
    }

    private static SiteCaps day(long microcredits) {
        return new SiteCaps(Optional.empty(), Optional.empty(), Optional.of(microcredits));
    }

    private static long price(TestNetwork network, TestPeer peer) throws Exception {
        return network.link(peer).ticket().price();
    }

    @Test
    void overItsOwnCapVisitorsAreServedUnpaidAndThePublisherIsToldHowOften() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            TestPeer peer = TestPeer.assigned(network.server);
            cap(network, hour(TICKET));
            assertEquals(Price.DEFAULT, price(network, peer));
            assertEquals(0, price(network, peer));
            cap(network, prefix(TICKET));
            assertEquals(0, price(network, peer));
            assertEquals(
                    List.of(new Counted("prefix-cap", 1), new Counted("site-cap", 1)),
                    report(network).refused());
            cap(network, SiteCaps.NONE);
            assertEquals(Price.DEFAULT, price(network, peer));
        }
    }

    @Test
    void theStricterOfTheTwoHolds() throws Exception {
        var operator = new PayCaps(100 * TICKET, OptionalLong.of(2 * TICKET));
        try (var network = TestNetwork.withSite(folder, options -> options.withPayCaps(operator))) {
            TestPeer peer = TestPeer.assigned(network.server);
            CapsReport report = cap(network, hour(50 * TICKET));
            assertEquals(Optional.of(2 * TICKET), report.effective().hourBytes());
            assertEquals(Price.DEFAULT, price(network, peer));
            assertEquals(Price.DEFAULT, price(network, peer));
            assertEquals(0, price(network, peer), "a publisher cannot undo what the operator says");
        }
    }

    @Test
    void onADayItNeverPaysMoreThanItsBudgetForThatDay() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            TestPeer peer = TestPeer.assigned(network.server);
            cap(network, day(2 * COST));
            TestLink first = network.link(peer);
            TestLink second = network.link(peer);
            assertEquals(Price.DEFAULT, second.ticket().price());
            assertEquals(0, price(network, peer));
            assertEquals(List.of(new Counted("day-cap", 1)), report(network).refused());

            peer.settle(List.of(first.visitor().receipt(first.ticket(), TICKET)), List.of(first.id()));
            assertEquals(0, price(network, peer), "what was paid stays paid");
            peer.settle(List.of(), List.of(second.id()));
            assertEquals(Price.DEFAULT, price(network, peer), "what was not used is free again");
            assertEquals(0, price(network, peer));
            CapsReport now = report(network).caps();
            assertTrue(now.spentToday() > 0 && now.spentToday() + now.setAside() <= 2 * COST, now.toString());

            network.clock.advance(Duration.ofDays(1));
            assertEquals(Price.DEFAULT, price(network, peer), "another day, beside what is still out");
            assertEquals(0, report(network).caps().spentToday());
        }
    }

    @Test
    void whatIsSetAndWhatIsSpentOutliveARestart() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            TestLink link = network.link();
            SiteCaps caps = new SiteCaps(Optional.of(5 * TICKET), Optional.of(4 * TICKET), Optional.of(COST));
            cap(network, caps);
            link.peer().settle(List.of(link.visitor().receipt(link.ticket(), 1_000_000)), List.of(link.id()));
            network.restart();
            assertEquals(caps, report(network).caps().own());
            assertEquals(1_100, report(network).caps().spentToday());
            assertEquals(0, price(network, TestPeer.assigned(network.server)));
        }
    }

    @Test
    void onlyTheSitesOwnKeySetsThem() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            assertEquals(
                    400,
                    ask(network, SigningKey.generate(), Want.CAPS, Optional.of(hour(0)))
                            .statusCode());
            assertEquals(SiteCaps.NONE, report(network).caps().own());
        }
    }
}
