package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.signaling.Answer;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.ToSuperPeer;
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
}
