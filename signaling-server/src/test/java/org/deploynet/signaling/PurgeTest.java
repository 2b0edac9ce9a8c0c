package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.FromSuperPeer.Purged;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToSuperPeer.Purge;
import org.deploynet.protocol.signaling.ToSuperPeer.Unassign;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurgeTest {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestNetwork network;

    @BeforeEach
    void start() throws Exception {
        network = TestNetwork.withSite(folder);
    }

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void orderIsSentNowAndToThoseWhoComeLaterUntilItIsAcknowledged() throws Exception {
        try (TestPeer here = TestPeer.assigned(network.server)) {
            PurgeOrder order = order("one", List.of(TestNetwork.OBJECT));
            assertEquals(202, purge(order.sign(network.publisher)));
            String sent = here.socket.expect(Purge.class).order();
            assertEquals(order, PurgeOrder.verify(sent, network.server.network()));
            SigningKey later = SigningKey.generate();
            try (TestPeer peer = TestPeer.welcomed(network.server, later, 1, Sdp.fingerprint(1))) {
                assertEquals(sent, peer.socket.expect(Purge.class).order());
            }
            network.restart();
            try (TestPeer peer = TestPeer.welcomed(network.server, later, 2, Sdp.fingerprint(1))) {
                assertEquals(sent, peer.socket.expect(Purge.class).order());
                peer.socket.send(new Purged("one"));
                peer.settle();
            }
            PurgeOrder second = order("two", List.of(TestNetwork.OBJECT));
            assertEquals(202, purge(second.sign(network.publisher)));
            try (TestPeer peer = TestPeer.welcomed(network.server, later, 3, Sdp.fingerprint(1))) {
                String open = peer.socket.expect(Purge.class).order();
                assertEquals(
                        "two", PurgeOrder.verify(open, network.server.network()).id());
            }
        }
    }

    @Test
    void moreOrdersThanAreSentAtOnceFollowAsTheyAreAcknowledged() throws Exception {
        for (int i = 0; i < 40; i++) {
            assertEquals(
                    202, purge(order("order-" + i, List.of(TestNetwork.OBJECT)).sign(network.publisher)));
        }
        try (TestPeer peer = TestPeer.welcomed(network.server)) {
            var seen = new java.util.HashSet<String>();
            while (seen.size() < 40) {
                String id = PurgeOrder.verify(peer.socket.expect(Purge.class).order(), network.server.network())
                        .id();
                if (seen.add(id)) {
                    peer.socket.send(new Purged(id));
                }
            }
        }
    }

    @Test
    void purgedSiteIsNoLongerServedAlsoAfterARestart() throws Exception {
        try (TestPeer peer = TestPeer.assigned(network.server)) {
            String body = "{\"site\":\"" + network.site() + "\",\"objects\":[]}";
            assertEquals(401, network.post("/v1/admin/purge", body).statusCode());
            assertEquals(
                    401,
                    network.post("/v1/admin/purge", body, "Authorization", "Bearer x")
                            .statusCode());
            assertEquals(
                    202,
                    network.post("/v1/admin/purge", body, "Authorization", network.adminToken())
                            .statusCode());
            peer.socket.expect(Purge.class);
            assertUnknown();
            assertEquals(410, network.register(network.signed(2)).statusCode());
            network.restart();
            assertUnknown();
        }
    }

    @Test
    void purgedSiteIsUnassigned() throws Exception {
        try (TestPeer peer = TestPeer.assigned(network.server);
                TestPeer _ = TestPeer.assigned(network.server)) {
            assertEquals(202, purge(order("all", List.of()).sign(network.publisher)));
            peer.socket.expect(Purge.class);
            try (TestPeer _ = TestPeer.welcomed(network.server)) {
                assertEquals(
                        List.of(network.site()),
                        peer.socket.expect(Unassign.class).sites());
            }
        }
    }

    @Test
    void orderOfAStrangerOrForAnotherSiteIsRefused() throws Exception {
        SigningKey stranger = SigningKey.generate();
        assertEquals(400, purge(order("x", List.of()).sign(stranger)));
        assertEquals(400, purge("not a signature"));
        var foreign = new PurgeOrder("y", network.server.network(), stranger.id(), List.of(), 0);
        assertEquals(400, purge(foreign.sign(stranger)));
        assertEquals(
                404,
                network.post("/v1/sites/" + stranger.id() + "/purge", foreign.sign(stranger))
                        .statusCode());
    }

    private void assertUnknown() {
        try (TestVisitor visitor = network.visitor()) {
            visitor.hello(network.site());
            assertEquals(
                    Refused.Code.UNKNOWN_SITE,
                    visitor.socket.expect(Refused.class).code());
        }
    }

    private PurgeOrder order(String id, List<org.deploynet.protocol.content.ObjectId> objects) {
        return new PurgeOrder(id, network.server.network(), network.site(), objects, network.clock.millis());
    }

    private int purge(String jws) throws Exception {
        return network.post("/v1/sites/" + network.site() + "/purge", jws).statusCode();
    }
}
