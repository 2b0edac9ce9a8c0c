package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.signaling.ToVisitor.Renewed;
import org.deploynet.signaling.TestNetwork.TestLink;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.api.UnpaidCount;
import org.deploynet.signaling.guard.PayCaps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The caps as visitors and super-peers meet them; all of these visitors come from one prefix. */
class PayCapTest {
    private static final long TWO_TICKETS = 2 * Ticket.FIRST_MAX_BYTES;

    @TempDir
    private Path folder;

    @Test
    void overThePrefixCapVisitorsAreServedUnpaidAndItIsCounted() throws Exception {
        try (var network = capped(new PayCaps(TWO_TICKETS, OptionalLong.empty()))) {
            TestPeer peer = TestPeer.assigned(network.server);
            assertEquals(Price.DEFAULT, network.link(peer).ticket().price());
            assertEquals(Price.DEFAULT, network.link(peer).ticket().price());
            TestLink third = network.link(peer);
            assertEquals(0, third.ticket().price());
            var settled = peer.settle(third.visitor().receipt(third.ticket(), 1_000_000));
            assertEquals(List.of(third.ticket().id()), settled.accepted());
            assertEquals(0, settled.balance().pending());
            assertEquals(
                    List.of(new UnpaidCount("prefix-cap", 1)), health(network).unpaid());
        }
    }

    @Test
    void anEndedLinkLeavesRoomForWhatItDidNotUse() throws Exception {
        try (var network = capped(new PayCaps(TWO_TICKETS, OptionalLong.empty()))) {
            TestPeer peer = TestPeer.assigned(network.server);
            TestLink first = network.link(peer);
            network.link(peer);
            peer.settle(List.of(), List.of(first.id()));
            assertEquals(Price.DEFAULT, network.link(peer).ticket().price());
            assertEquals(0, network.link(peer).ticket().price());
        }
    }

    @Test
    void aRenewalIsAskedAnew() throws Exception {
        try (var network = capped(new PayCaps(TWO_TICKETS, OptionalLong.empty()))) {
            TestLink link = network.link();
            assertEquals(Price.DEFAULT, renewed(link).price());
            assertEquals(0, renewed(link).price());
            network.clock.advance(Duration.ofHours(1));
            assertEquals(Price.DEFAULT, renewed(link).price());
        }
    }

    @Test
    void overTheSitesCapNobodyIsPaid() throws Exception {
        try (var network = capped(new PayCaps(10 * TWO_TICKETS, OptionalLong.of(Ticket.FIRST_MAX_BYTES)))) {
            TestPeer peer = TestPeer.assigned(network.server);
            assertEquals(Price.DEFAULT, network.link(peer).ticket().price());
            assertEquals(0, network.link(peer).ticket().price());
            assertEquals(
                    List.of(new UnpaidCount("site-cap", 1)), health(network).unpaid());
        }
    }

    @Test
    void whatTheBudgetDoesNotCoverTakesNothingOfTheCap() throws Exception {
        try (var network = new TestNetwork(
                folder, options -> options.withPayCaps(new PayCaps(TWO_TICKETS, OptionalLong.empty())))) {
            network.publish(1);
            TestPeer peer = TestPeer.assigned(network.server);
            for (int i = 0; i < 3; i++) {
                TestVisitor visitor = network.visitor();
                visitor.hello(network.site());
                visitor.socket.expect(org.deploynet.protocol.signaling.Refused.class);
            }
            network.server.grant(network.site(), 100);
            assertEquals(Price.DEFAULT, network.link(peer).ticket().price());
            assertEquals(Price.DEFAULT, network.link(peer).ticket().price());
        }
    }

    private TestNetwork capped(PayCaps caps) throws Exception {
        return TestNetwork.withSite(folder, options -> options.withPayCaps(caps));
    }

    private static Ticket renewed(TestLink link) throws Exception {
        link.visitor().renew(link.id(), Optional.empty());
        return Ticket.verify(
                link.visitor().socket.expect(Renewed.class).ticket(),
                link.peer().challenge.key());
    }

    private static Health health(TestNetwork network) throws Exception {
        return TestNetwork.read(network.get("/health").body(), Health.class);
    }
}
