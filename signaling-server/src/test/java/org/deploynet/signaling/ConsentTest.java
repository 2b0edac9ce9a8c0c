package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToSuperPeer.Assign;
import org.deploynet.protocol.signaling.ToSuperPeer.Assigned;
import org.deploynet.protocol.signaling.ToSuperPeer.Unassign;
import org.deploynet.signaling.guard.PayCaps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What its owner does not serve is asked of no super-peer: neither to keep it nor for a visitor. */
class ConsentTest {
    @TempDir
    private Path folder;

    @Test
    void declinedSiteIsTakenAwayAndComesBackWhenItIsAllowed() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer peer = TestPeer.assigned(network.server)) {
            peer.declines(List.of(network.site()), true);
            assertEquals(
                    List.of(network.site()), peer.socket.expect(Unassign.class).sites());
            assertEquals(Refused.Code.NO_PEER, refusal(network));
            peer.declines(List.of(), true);
            assertEquals(
                    List.of(network.site()),
                    peer.socket.expect(Assign.class).sites().stream()
                            .map(Assigned::site)
                            .toList());
        }
    }

    @Test
    void visitorIsNotSentToWhoDeclinedAndWasNotToldYetThatItIsTakenAway() throws Exception {
        try (var network = TestNetwork.withSite(folder, options -> options.withHolders(2));
                TestPeer declining = TestPeer.assigned(network.server);
                TestPeer other = TestPeer.assigned(network.server);
                var visitor = new TestVisitor(network.server, network.origin.uri())) {
            declining.declines(List.of(network.site()), true);
            visitor.hello(network.site());
            assertEquals(other.id(), visitor.link().peer());
        }
    }

    @Test
    void otherSitesAreAssignedAsBefore() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer peer = TestPeer.assigned(network.server)) {
            peer.declines(List.of(peer.id()), true);
            try (var visitor = new TestVisitor(network.server, network.origin.uri())) {
                visitor.hello(network.site());
                assertEquals(peer.id(), visitor.link().peer());
            }
        }
    }

    @Test
    void siteAtPriceZeroIsTakenFromWhoServesNoUnpaidOnes() throws Exception {
        try (var network = new TestNetwork(folder, options -> options.withPrice(0))) {
            network.publish(1);
            try (TestPeer peer = TestPeer.assigned(network.server)) {
                peer.declines(List.of(), false);
                assertEquals(
                        List.of(network.site()),
                        peer.socket.expect(Unassign.class).sites());
                assertEquals(Refused.Code.NO_PEER, refusal(network));
            }
        }
    }

    @Test
    void pairThatWouldEarnNothingIsNotMadeWithWhoServesNoUnpaidOnes() throws Exception {
        try (var network = TestNetwork.withSite(folder, options -> options.withPaySamePrefix(false));
                TestPeer peer = TestPeer.assigned(network.server)) {
            peer.declines(List.of(), false);
            assertEquals(Refused.Code.NO_PEER, refusal(network));
            peer.declines(List.of(), true);
            try (var visitor = new TestVisitor(network.server, network.origin.uri())) {
                visitor.hello(network.site());
                assertEquals(peer.id(), visitor.link().peer());
            }
        }
    }

    @Test
    void visitorWhoseHourIsUsedUpIsNotSentToWhoServesNoUnpaidOnes() throws Exception {
        // Less than a first ticket may cost.
        var caps = new PayCaps(Ticket.FIRST_MAX_BYTES - 1, OptionalLong.empty());
        try (var network = TestNetwork.withSite(folder, options -> options.withPayCaps(caps));
                TestPeer peer = TestPeer.assigned(network.server)) {
            peer.declines(List.of(), false);
            assertEquals(Refused.Code.NO_PEER, refusal(network));
        }
    }

    private static Refused.Code refusal(TestNetwork network) {
        try (var visitor = new TestVisitor(network.server, network.origin.uri())) {
            visitor.hello(network.site());
            return visitor.socket.expect(Refused.class).code();
        }
    }
}
