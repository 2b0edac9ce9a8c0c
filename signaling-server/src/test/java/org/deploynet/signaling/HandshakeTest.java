package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.deploynet.protocol.credit.Price;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.Answer;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.FromSuperPeer.Decline;
import org.deploynet.protocol.signaling.FromVisitor.Report;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.protocol.signaling.ToVisitor;
import org.deploynet.protocol.signaling.ToVisitor.Declined;
import org.deploynet.protocol.signaling.ToVisitor.Welcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandshakeTest {
    @TempDir
    private Path folder;

    @Test
    void visitorsFirstMessageBringsItsOfferToASuperPeerAndTheAnswerBack() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer peer = TestPeer.assigned(network.server);
                TestVisitor visitor = network.visitor()) {
            visitor.hello(network.site());
            Welcome welcome = visitor.socket.next(Welcome.class);
            assertEquals(1, welcome.sequence());
            assertEquals(network.clock.millis(), welcome.time());
            var link = visitor.link();
            var offer = peer.takeOffer();
            assertEquals(link.link(), offer.link());
            assertEquals(link.ticket(), offer.ticket());
            Ticket ticket = Ticket.verify(offer.ticket(), peer.challenge.key());
            assertEquals(peer.fingerprint, ticket.peerFingerprint());
            assertEquals(visitor.fingerprint, ticket.visitorFingerprint());
            assertEquals(visitor.session.publicKey(), ticket.sessionKey());
            assertEquals(Ticket.FIRST_MAX_BYTES, ticket.maxBytes());
            assertTrue(offer.sdp().contains(Sdp.PUBLIC));
            assertFalse(offer.sdp().contains(Sdp.PRIVATE));
            peer.socket.send(new Answer(offer.link(), Sdp.of(peer.fingerprint)));
            Answer answer = visitor.socket.next(Answer.class);
            assertTrue(answer.sdp().contains(Sdp.PUBLIC));
            assertFalse(answer.sdp().contains(Sdp.PRIVATE));
        }
    }

    @Test
    void candidatesPassBothWays() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            var link = network.link();
            link.visitor().socket.send(new Candidate(link.id(), Sdp.PRIVATE, "0", 0));
            link.visitor().socket.send(new Candidate(link.id(), Sdp.PUBLIC, "0", 0));
            assertEquals(Sdp.PUBLIC, link.peer().socket.expect(Candidate.class).candidate());
            link.peer().socket.send(new Candidate(link.id(), Sdp.PRIVATE, "0", 0));
            link.peer().socket.send(new Candidate(link.id(), Sdp.PUBLIC, "0", 0));
            assertEquals(Sdp.PUBLIC, link.visitor().socket.next(Candidate.class).candidate());
        }
    }

    @Test
    void receiptsBecomeCredits() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            var link = network.link();
            long bytes = 10_000_000;
            ToSuperPeer.Settled settled = link.peer().settle(link.visitor().receipt(link.ticket(), bytes));
            assertEquals(java.util.List.of(link.ticket().id()), settled.accepted());
            assertEquals(10_000, settled.balance().pending());
            network.server.verifyLedger();
        }
    }

    @Test
    void candidatesOfTheSuperPeerWaitForItsAnswerAndThoseAboveTwentyAreDropped() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer peer = TestPeer.assigned(network.server);
                TestVisitor visitor = network.visitor()) {
            visitor.hello(network.site());
            visitor.link();
            var offer = peer.takeOffer();
            for (int i = 0; i < 25; i++) {
                peer.socket.send(new Candidate(offer.link(), Sdp.candidate(i), "0", 0));
            }
            peer.socket.send(new Answer(offer.link(), Sdp.of(peer.fingerprint)));
            visitor.socket.next(Answer.class);
            for (int i = 0; i < Candidate.MAX_PER_LINK; i++) {
                assertEquals(
                        Sdp.candidate(i), visitor.socket.next(Candidate.class).candidate());
            }
            peer.socket.send(new Decline(offer.link(), Decline.Why.FAILED));
            visitor.socket.next(Declined.class);
        }
    }

    @Test
    void declinedOfferGoesToTwoOthersAtMost() throws Exception {
        try (var network = TestNetwork.withSite(folder, options -> options);
                TestPeer one = TestPeer.assigned(network.server);
                TestPeer two = TestPeer.assigned(network.server);
                TestVisitor visitor = network.visitor()) {
            visitor.hello(network.site());
            var first = visitor.link();
            TestPeer asked = first.peer().equals(one.id()) ? one : two;
            TestPeer other = asked == one ? two : one;
            visitor.socket.send(new Candidate(first.link(), Sdp.PUBLIC, "0", 0));
            asked.takeOffer();
            asked.socket.expect(Candidate.class);
            asked.socket.send(new Decline(first.link(), Decline.Why.FULL));
            var second = visitor.link();
            assertEquals(first.link(), second.link());
            assertEquals(first.ref(), second.ref());
            assertEquals(other.id(), second.peer());
            Ticket ticket = Ticket.verify(other.takeOffer().ticket(), other.challenge.key());
            assertEquals(other.fingerprint, ticket.peerFingerprint());
            assertEquals(Sdp.PUBLIC, other.socket.expect(Candidate.class).candidate());
            assertEquals(
                    Price.reservation(Ticket.FIRST_MAX_BYTES, Price.DEFAULT, 10),
                    network.status().reserved(),
                    "the declined ticket holds nothing any more");
            asked.socket.send(new Answer(first.link(), Sdp.of(asked.fingerprint)));
            other.socket.send(new Decline(second.link(), Decline.Why.PAUSED));
            assertEquals(first.link(), visitor.socket.next(Declined.class).link());
            assertEquals(0, network.status().reserved());
        }
    }

    @Test
    void superPeerThatVanishesBeforeItsAnswerIsReplaced() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer one = TestPeer.assigned(network.server);
                TestPeer two = TestPeer.assigned(network.server);
                TestVisitor visitor = network.visitor()) {
            visitor.hello(network.site());
            TestPeer asked = visitor.link().peer().equals(one.id()) ? one : two;
            asked.takeOffer();
            asked.socket.abort();
            TestPeer other = asked == one ? two : one;
            assertEquals(other.id(), visitor.link().peer());
            other.answerOffer();
            visitor.socket.next(Answer.class);
            other.socket.abort();
            visitor.socket.next(Declined.class);
        }
    }

    @Test
    void answerWithAnotherFingerprintThanTheProofEndsTheSuperPeer() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer peer = TestPeer.assigned(network.server);
                TestVisitor visitor = network.visitor()) {
            visitor.hello(network.site());
            peer.socket.send(new Answer(peer.takeOffer().link(), Sdp.of(Sdp.fingerprint(99))));
            assertEquals(
                    Refused.Code.MALFORMED, peer.socket.expect(Refused.class).code());
            visitor.link();
            visitor.socket.next(Declined.class);
        }
    }

    @Test
    void wholePeerIsAskedFirstThenTheLeastFullAndNeverOneWithoutRoom() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer cold = TestPeer.assigned(network.server);
                TestPeer warm = TestPeer.assigned(network.server)) {
            warm.keeps(network.site(), true);
            cold.keeps(network.site(), false);
            assertEquals(warm.id(), nextPeer(network, warm));
            warm.load(60, 0);
            assertEquals(cold.id(), nextPeer(network, warm));
            warm.keeps(network.site(), false);
            warm.load(5, 55);
            cold.load(30, 30);
            assertEquals(warm.id(), nextPeer(network, cold));
        }
    }

    @Test
    void reportedSuperPeerGoesToTheEndOfTheQueueAndNeverToTheSameVisitorAgain() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer one = TestPeer.assigned(network.server);
                TestPeer two = TestPeer.assigned(network.server)) {
            one.keeps(network.site(), true);
            settle(network, one);
            var link = network.link(one);
            link.visitor().socket.send(new Report(link.id(), Report.What.WRONG_HASH, Optional.empty()));
            link.visitor().connect();
            assertEquals(two.id(), link.visitor().link().peer());
            assertEquals(two.id(), nextPeer(network, two));
        }
    }

    @Test
    void anotherSuperPeerIsFoundBesideTheLinksThatAreKept() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer one = TestPeer.assigned(network.server);
                TestPeer two = TestPeer.assigned(network.server)) {
            one.keeps(network.site(), true);
            settle(network, one);
            var link = network.link(one);
            link.visitor().connectBeside(link.id());
            var second = link.visitor().link();
            assertEquals(two.id(), second.peer());
            link.visitor().connectBeside(link.id(), second.link());
            assertEquals(
                    Refused.Code.NO_PEER,
                    link.visitor().socket.next(Refused.class).code());
            link.visitor().connect();
            assertEquals(one.id(), link.visitor().link().peer(), "whoever lost a link may come back to its super-peer");
        }
    }

    @Test
    void renewedTicketDoublesOnlyWithAReceiptForHalf() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            var link = network.link();
            TestVisitor visitor = link.visitor();
            Ticket first = link.ticket();
            long half = first.maxBytes() / 2;
            Ticket same = renewed(link, Optional.of(visitor.receipt(first, half - 1)));
            assertEquals(first.maxBytes(), same.maxBytes());
            assertNotEquals(first.id(), same.id());
            Ticket old = renewed(link, Optional.of(visitor.receipt(first, first.maxBytes())));
            assertEquals(first.maxBytes(), old.maxBytes(), "a receipt of an older ticket says nothing");
            Ticket current = renewed(link, Optional.of(visitor.receipt(old, half)));
            assertEquals(2 * first.maxBytes(), current.maxBytes());
            for (int i = 0; i < 5; i++) {
                current = renewed(link, Optional.of(visitor.receipt(current, current.maxBytes())));
            }
            assertEquals(256L * 1024 * 1024, current.maxBytes());
            visitor.renew(
                    link.id(), Optional.of(TestVisitor.receipt(current.id(), 1).sign(network.publisher)));
            assertEquals(
                    Refused.Code.MALFORMED, visitor.socket.next(Refused.class).code());
        }
    }

    @Test
    void visitorThatOnlyAsksForTicketsCannotSetAsideTheWholeBudget() throws Exception {
        try (var network = TestNetwork.withSite(folder)) {
            var link = network.link();
            for (int i = 0; i < 4; i++) {
                renewed(link, Optional.empty());
            }
            link.visitor().renew(link.id(), Optional.empty());
            assertEquals(
                    Refused.Code.LIMIT,
                    link.visitor().socket.next(Refused.class).code());
        }
    }

    private static Ticket renewed(TestNetwork.TestLink link, Optional<String> receipt) throws Exception {
        link.visitor().renew(link.id(), receipt);
        var renewed = link.visitor().socket.next(ToVisitor.Renewed.class);
        return Ticket.verify(renewed.ticket(), link.peer().challenge.key());
    }

    // Messages of one socket are handled in order, so an answered settle means that what came before was heard.
    private static void settle(TestNetwork network, TestPeer peer) {
        assertEquals(
                0, peer.settle().balance().pending(), network.server.network().hex());
    }

    private static KeyId nextPeer(TestNetwork network, TestPeer speaker) {
        settle(network, speaker);
        try (TestVisitor visitor = network.visitor()) {
            visitor.hello(network.site());
            return visitor.link().peer();
        }
    }
}
