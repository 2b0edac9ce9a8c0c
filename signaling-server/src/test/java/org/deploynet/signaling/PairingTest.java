package org.deploynet.signaling;

import static org.awaitility.Awaitility.await;
import static org.deploynet.protocol.signaling.Reachability.MODERATE;
import static org.deploynet.protocol.signaling.Reachability.OPEN;
import static org.deploynet.protocol.signaling.Reachability.STRICT;
import static org.deploynet.protocol.signaling.Reachability.UNKNOWN;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.signaling.Answer;
import org.deploynet.protocol.signaling.FromSuperPeer.Decline;
import org.deploynet.protocol.signaling.FromSuperPeer.Opened;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.protocol.signaling.ToSuperPeer.Offer;
import org.deploynet.protocol.signaling.ToVisitor;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.api.PairCount;
import org.deploynet.signaling.turn.TurnRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom visitors are brought to, by the classes of both sides, and what the server learns of it. */
class PairingTest {
    private static final List<String> STUN = List.of("stun:9.9.9.9:3478", "stun:9.9.9.9:3479");
    private static final TurnRelay TURN = new TurnRelay(List.of("turn:turn.example:3478"), "d7f0c2b19e5a4d63a8b1");
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    @TempDir
    private Path folder;

    private TestNetwork network() throws Exception {
        return TestNetwork.withSite(folder, options -> options.withStun(STUN));
    }

    /** A super-peer of a class, and so full that the present order would take it, or not. */
    private static TestPeer peer(TestNetwork network, Reachability nat, int links) {
        TestPeer peer = TestPeer.assigned(network.server);
        peer.load(links, 60 - links);
        peer.reach(nat);
        return peer;
    }

    private static ToVisitor.Link linked(TestNetwork network, TestVisitor visitor) {
        visitor.helloBare(network.site());
        return visitor.link();
    }

    private static Offer answered(TestPeer peer, TestVisitor visitor) {
        Offer offer = peer.answerOffer();
        visitor.socket.expect(Answer.class);
        return offer;
    }

    private static Health health(TestNetwork network) throws Exception {
        return TestNetwork.read(network.get("/health").body(), Health.class);
    }

    private static List<PairCount> pairs(TestNetwork network) throws Exception {
        return health(network).pairs();
    }

    private static void awaitNobody(TestNetwork network) {
        await().until(() -> health(network).visitors() == 0 && health(network).links() == 0);
    }

    private static void awaitPairs(TestNetwork network, PairCount... expected) {
        await().until(() -> pairs(network).equals(List.of(expected)));
    }

    @Test
    void whoIsLikelyToConnectComesBeforeWhoHasMoreRoom() throws Exception {
        try (var network = network();
                TestPeer _ = peer(network, STRICT, 0);
                TestPeer moderate = peer(network, MODERATE, 50);
                TestVisitor visitor = network.visitor()) {
            assertEquals(moderate.id(), linked(network, visitor).peer());
        }
    }

    @Test
    void anUnlikelySuperPeerIsAskedRatherThanNone() throws Exception {
        try (var network = network();
                TestPeer strict = peer(network, STRICT, 0);
                TestVisitor visitor = network.visitor()) {
            assertEquals(strict.id(), linked(network, visitor).peer());
        }
    }

    @Test
    void amongThoseThatAreLikelyTheOrderIsWhatItWas() throws Exception {
        try (var network = network();
                TestPeer _ = peer(network, OPEN, 50);
                TestPeer emptier = peer(network, MODERATE, 0);
                TestVisitor visitor = network.visitor()) {
            assertEquals(emptier.id(), linked(network, visitor).peer());
        }
    }

    @Test
    void aVisitorWhoseCandidatesShowASymmetricRouterIsBroughtToAnOpenOneNext() throws Exception {
        try (var network = network();
                TestPeer open = peer(network, OPEN, 50);
                TestPeer moderate = peer(network, MODERATE, 0);
                TestVisitor visitor = network.visitor()) {
            var first = linked(network, visitor);
            assertEquals(moderate.id(), first.peer(), "nothing is known of it yet");
            visitor.sawItself(first.link(), 50_000, 50_001);
            answered(moderate, visitor);
            visitor.connectBare();
            assertEquals(open.id(), visitor.link().peer());
        }
    }

    @Test
    void whomAVisitorWaitedForInVainItGetsLast() throws Exception {
        try (var network = network();
                TestPeer fuller = peer(network, MODERATE, 50);
                TestPeer emptier = peer(network, MODERATE, 0);
                TestVisitor visitor = network.visitor()) {
            var first = linked(network, visitor);
            visitor.sawItself(first.link(), 50_000);
            answered(emptier, visitor);
            network.clock.advance(PATIENCE);
            visitor.connectBare();
            assertEquals(fuller.id(), visitor.link().peer());
            awaitPairs(network, new PairCount(MODERATE, MODERATE, false, 1, 0, 0));
        }
    }

    @Test
    void anOpenLinkIsCountedOnceByTheWayItTakes() throws Exception {
        try (var network = network();
                TestPeer peer = peer(network, MODERATE, 0)) {
            try (TestVisitor visitor = network.visitor()) {
                linked(network, visitor);
                Offer offer = answered(peer, visitor);
                peer.socket.send(new Opened(offer.link(), Optional.empty()));
                visitor.sawItself(offer.link(), 50_000);
                peer.socket.send(new Opened(offer.link(), Optional.of(Opened.Path.RELAYED)));
                peer.socket.send(new Opened(offer.link(), Optional.of(Opened.Path.DIRECT)));
                assertEquals(1, peer.reach(MODERATE).connected());
                network.clock.advance(PATIENCE);
            }
            awaitNobody(network);
            assertEquals(List.of(new PairCount(MODERATE, MODERATE, false, 1, 1, 1)), pairs(network));
        }
    }

    @Test
    void aLinkThatWasOverBeforeItsWayWasTold() throws Exception {
        try (var network = network();
                TestPeer peer = peer(network, OPEN, 0)) {
            try (TestVisitor visitor = network.visitor()) {
                linked(network, visitor);
                Offer offer = answered(peer, visitor);
                peer.socket.send(new Opened(offer.link(), Optional.empty()));
                assertEquals(0, peer.reach(OPEN).paired());
            }
            awaitPairs(network, new PairCount(UNKNOWN, OPEN, false, 1, 1, 0));
        }
    }

    @Test
    void aSuperPeerThatGivesUpAfterItsAnswerHasFailed() throws Exception {
        try (var network = network();
                TestPeer peer = peer(network, STRICT, 0);
                TestVisitor visitor = network.visitor()) {
            var link = linked(network, visitor);
            visitor.sawItself(link.link(), 50_000, 50_001);
            Offer offer = answered(peer, visitor);
            peer.socket.send(new Decline(offer.link(), Decline.Why.FAILED));
            awaitPairs(network, new PairCount(STRICT, STRICT, false, 1, 0, 0));
            assertEquals(1, peer.reach(STRICT).paired());
        }
    }

    @Test
    void aVisitorThatLeavesAtOnceSaysNothingAndOneThatWaitedDoes() throws Exception {
        try (var network = network();
                TestPeer peer = peer(network, MODERATE, 0)) {
            try (TestVisitor early = network.visitor()) {
                linked(network, early);
                answered(peer, early);
            }
            awaitNobody(network);
            assertEquals(List.of(), pairs(network));
            try (TestVisitor patient = network.visitor()) {
                linked(network, patient);
                answered(peer, patient);
                network.clock.advance(PATIENCE);
            }
            awaitPairs(network, new PairCount(UNKNOWN, MODERATE, false, 1, 0, 0));
        }
    }

    @Test
    void anOfferThatWasDeclinedWasNoTry() throws Exception {
        try (var network = network();
                TestPeer peer = peer(network, MODERATE, 0);
                TestVisitor visitor = network.visitor()) {
            linked(network, visitor);
            peer.socket.send(new Decline(peer.takeOffer().link(), Decline.Why.FAILED));
            visitor.socket.expect(ToVisitor.Declined.class);
            assertEquals(0, peer.reach(MODERATE).paired());
        }
    }

    @Test
    void aSuperPeerThatTellsNothingIsNotTakenForOneThatFails() throws Exception {
        try (var network = network();
                TestPeer old = TestPeer.assigned(network.server)) {
            try (TestVisitor visitor = network.visitor()) {
                linked(network, visitor);
                answered(old, visitor);
                network.clock.advance(PATIENCE);
                visitor.connectBare();
                visitor.link();
                answered(old, visitor);
                network.clock.advance(PATIENCE);
            }
            awaitNobody(network);
            assertEquals(List.of(), pairs(network));
        }
    }

    @Test
    void whatWasCountedOutlivesTheServer() throws Exception {
        try (var network = network()) {
            try (TestPeer peer = peer(network, MODERATE, 0);
                    TestVisitor visitor = network.visitor()) {
                linked(network, visitor);
                Offer offer = answered(peer, visitor);
                peer.socket.send(new Opened(offer.link(), Optional.of(Opened.Path.DIRECT)));
                assertEquals(1, peer.reach(MODERATE).paired());
            }
            network.restart();
            awaitPairs(network, new PairCount(UNKNOWN, MODERATE, false, 1, 1, 0));
            assertTrue(network.get("/").body().contains("moderate"), "the status page has it");
        }
    }

    @Test
    void aRelayIsLentUnlessBothSidesAreKnownToOpenTheWay() throws Exception {
        try (var network = TestNetwork.withSite(
                        folder, options -> options.withStun(STUN).withTurn(TURN));
                TestPeer peer = peer(network, MODERATE, 0);
                TestVisitor visitor = network.visitor()) {
            var first = linked(network, visitor);
            visitor.sawItself(first.link(), 50_000);
            assertTrue(answered(peer, visitor).turn().isPresent(), "it may turn out strict");
            peer.socket.send(new Opened(first.link(), Optional.empty()));
            peer.reach(MODERATE);
            visitor.connectBare();
            var second = visitor.link();
            assertEquals(Optional.empty(), answered(peer, visitor).turn());
            peer.socket.send(new Opened(second.link(), Optional.empty()));
            peer.reach(MODERATE);
            visitor.sawItself(second.link(), 50_000, 50_001);
            visitor.connectBare();
            visitor.link();
            assertTrue(answered(peer, visitor).turn().isPresent(), "it did turn out strict");
        }
    }
}
