package org.deploynet.signaling;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.signaling.Answer;
import org.deploynet.protocol.signaling.FromSuperPeer.Decline;
import org.deploynet.protocol.signaling.FromSuperPeer.Opened;
import org.deploynet.protocol.signaling.FromVisitor.Report;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToSuperPeer.Facts;
import org.deploynet.protocol.signaling.ToSuperPeer.Offer;
import org.deploynet.protocol.signaling.ToSuperPeer.Reputed;
import org.deploynet.protocol.signaling.ToSuperPeer.Standing;
import org.deploynet.protocol.signaling.ToVisitor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server makes of super-peers and of what is said of them, over real sockets that come from many places of this machine's loopback. */
class ReputationTest {
    @TempDir
    private Path folder;

    private static TestVisitor visitor(TestNetwork network, int region, int prefix) {
        return new TestVisitor(
                network.server, network.origin.uri(), InetAddress.ofLiteral("127." + region + "." + prefix + ".1"));
    }

    /** In the middle of a link. */
    private static Ticket linked(TestNetwork network, TestPeer peer, TestVisitor visitor) throws Exception {
        visitor.hello(network.site());
        peer.answerOffer();
        var link = visitor.link();
        visitor.socket.expect(Answer.class);
        return Ticket.verify(link.ticket(), peer.challenge.key());
    }

    private static void report(TestVisitor visitor, String link) {
        visitor.socket.send(new Report(link, Report.What.WRONG_HASH, Optional.empty()));
        // The refusal says that the server has read what came before.
        visitor.renew("none", Optional.empty());
        visitor.socket.expect(Refused.class);
    }

    @Test
    void aSuperPeerHearsWhatWasCountedOfIt() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer peer = TestPeer.assigned(network.server)) {
            peer.reach(Reachability.OPEN);
            Reputed before = peer.reputation();
            assertEquals(Standing.PROBATION, before.standing());
            assertEquals(new Facts(0, 0, 0, 0, 0, 0, 0, 0, Optional.empty()), before.facts());
            try (TestVisitor first = visitor(network, 1, 1);
                    TestVisitor second = visitor(network, 2, 1)) {
                first.hello(network.site());
                Offer offer = peer.takeOffer();
                network.clock.advance(Duration.ofMillis(40));
                peer.socket.send(new Answer(offer.link(), Sdp.of(peer.fingerprint)));
                var ticket = Ticket.verify(first.link().ticket(), peer.challenge.key());
                peer.socket.send(new Opened(offer.link(), Optional.of(Opened.Path.DIRECT)));
                peer.settle(first.receipt(ticket, 4_000_000));
                peer.settle(first.receipt(ticket, 4_000_000));
                peer.settle(first.receipt(ticket, 6_000_000));
                second.hello(network.site());
                peer.socket.send(new Decline(peer.takeOffer().link(), Decline.Why.FAILED));
                second.socket.expect(ToVisitor.Declined.class);
                assertEquals(
                        new Facts(6_000_000, 1, 1, 2, 1, 1, 0, 0, Optional.of(40)),
                        peer.reputation().facts());
            }
        }
    }

    @Test
    void aSuperPeerThatServesWrongPiecesToSeveralNetworksIsDemotedAtOnceAlsoAfterARestart() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            try (TestPeer liar = TestPeer.assigned(network.server)) {
                for (int i = 1; i <= 3; i++) {
                    assertEquals(Standing.PROBATION, liar.reputation().standing());
                    try (TestVisitor visitor = visitor(network, i, 1)) {
                        report(visitor, linked(network, liar, visitor).link());
                    }
                }
                Reputed word = liar.reputation();
                assertEquals(Standing.DEMOTED, word.standing());
                assertEquals(3, word.facts().wrong());
                assertEquals(0, word.score());
                try (TestPeer honest = TestPeer.assigned(network.server);
                        TestVisitor visitor = visitor(network, 9, 1)) {
                    honest.load(59, 1);
                    assertEquals(Standing.PROBATION, honest.reputation().standing());
                    visitor.hello(network.site());
                    assertEquals(honest.id(), visitor.link().peer());
                }
                network.restart();
                try (TestPeer again = TestPeer.welcomed(network.server, liar.key, 2, liar.fingerprint)) {
                    assertEquals(word.until(), again.reputation().until());
                }
            }
        }
    }

    @Test
    void aHostileVisitorDemotesNobodyHoweverOftenItComesAndReports() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer honest = TestPeer.assigned(network.server)) {
            for (int i = 0; i < 20; i++) {
                try (TestVisitor hostile = visitor(network, 7, 7)) {
                    String link = linked(network, honest, hostile).link();
                    for (int again = 0; again < 5; again++) {
                        report(hostile, link);
                    }
                }
                awaitNoLinks(network);
            }
            Reputed word = honest.reputation();
            assertEquals(Standing.PROBATION, word.standing());
            assertEquals(1, word.facts().wrong());
        }
    }

    private static void awaitNoLinks(TestNetwork network) {
        await().until(() -> TestNetwork.read(network.get("/health").body(), org.deploynet.signaling.api.Health.class)
                        .links()
                == 0);
    }

    @Test
    void aReportWithoutATicketThatTheSuperPeerTookCountsForNothing() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer honest = TestPeer.assigned(network.server);
                TestVisitor real = visitor(network, 1, 1)) {
            String link = linked(network, honest, real).link();
            for (int i = 2; i <= 6; i++) {
                try (TestVisitor hostile = visitor(network, i, 1)) {
                    hostile.hello(network.site());
                    var own = hostile.link();
                    honest.takeOffer();
                    report(hostile, link);
                    report(hostile, own.link());
                }
            }
            assertEquals(0, honest.reputation().facts().wrong());
        }
    }

    @Test
    void aDemotedSuperPeerThatIsAloneStillServes() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer liar = TestPeer.assigned(network.server)) {
            for (int i = 1; i <= 3; i++) {
                try (TestVisitor visitor = visitor(network, i, 1)) {
                    report(visitor, linked(network, liar, visitor).link());
                }
            }
            assertEquals(Standing.DEMOTED, liar.reputation().standing());
            try (TestVisitor visitor = visitor(network, 9, 1)) {
                linked(network, liar, visitor);
            }
            network.clock.advance(Duration.ofDays(1));
            assertEquals(Standing.PROBATION, liar.reputation().standing());
        }
    }
}
