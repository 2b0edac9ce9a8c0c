package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToVisitor;
import org.deploynet.signaling.api.Health;
import org.deploynet.signaling.socket.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeersOffTest {
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
    void visitorsWhoAreHereAndThoseWhoComeAreRefusedUntilItIsSwitchedOn() throws Exception {
        try (TestPeer peer = TestPeer.assigned(network.server)) {
            var link = network.link(peer);
            assertEquals(200, switchPeers(true));
            assertRefusedAndClosed(link.visitor());
            try (TestVisitor late = network.visitor()) {
                late.hello(network.site());
                assertRefusedAndClosed(late);
            }
            assertTrue(health().peersOff());
            assertTrue(network.get("/").body().contains("switched off for all sites"));
            assertEquals(200, switchPeers(false));
            assertServed(peer);
            assertFalse(health().peersOff());
            assertFalse(network.get("/").body().contains("switched off"));
        }
    }

    @Test
    void oneSiteIsOffByItsNameAndOthersAreNot() throws Exception {
        try (var other = new TestVisitor(network.server, network.origin.uri());
                TestPeer peer = TestPeer.assigned(network.server)) {
            assertEquals(200, switchPeers(site(), true));
            other.hello(network.site());
            assertRefusedAndClosed(other);
            assertEquals(1, health().sitesOff());
            assertFalse(health().peersOff());
            assertEquals(200, switchPeers(true));
            assertEquals(200, switchPeers(false));
            assertEquals(1, health().sitesOff(), "what was said of a single site stays as it is");
            assertEquals(200, switchPeers(site(), false));
            assertServed(peer);
            assertEquals(0, health().sitesOff());
        }
    }

    @Test
    void visitorOfAnotherSiteStays() throws Exception {
        SigningKey other = SigningKey.generate();
        assertEquals(202, network.register(network.signed(other, 1)).statusCode());
        try (TestPeer peer = TestPeer.assigned(network.server)) {
            var link = network.link(peer);
            assertEquals(200, switchPeers("\"site\":\"" + other.id() + "\",", true));
            link.visitor().connect();
            link.visitor().link();
            assertFalse(link.visitor().socket.isClosed());
        }
    }

    @Test
    void staysOffAfterARestart() throws Exception {
        assertEquals(200, switchPeers(site(), true));
        network.restart();
        try (TestVisitor visitor = network.visitor()) {
            visitor.hello(network.site());
            assertRefusedAndClosed(visitor);
        }
        assertEquals(200, switchPeers(site(), false));
        network.restart();
        try (TestPeer peer = TestPeer.assigned(network.server)) {
            assertServed(peer);
        }
    }

    @Test
    void onlyTheOperatorSwitchesAndOnlyWhatIsKnown() throws Exception {
        String body = "{\"off\":true}";
        assertEquals(401, network.post("/v1/admin/peers", body).statusCode());
        assertEquals(
                401,
                network.post("/v1/admin/peers", body, "Authorization", "Bearer x")
                        .statusCode());
        assertEquals(400, post("{}"), "off or on has to be said");
        assertEquals(400, post("{\"off\":1}"));
        assertEquals(400, post("{\"site\":\"x\",\"off\":true}"));
        assertEquals(404, switchPeers("\"site\":\"" + SigningKey.generate().id() + "\",", true));
        assertFalse(health().peersOff());
        assertEquals(0, health().sitesOff());
    }

    private void assertServed(TestPeer peer) throws Exception {
        var link = network.link(peer);
        assertFalse(link.visitor().socket.isClosed());
    }

    private static void assertRefusedAndClosed(TestVisitor visitor) {
        Refused refused = (Refused) visitor.socket.next(ToVisitor.class);
        assertEquals(Refused.Code.OFF, refused.code());
        assertEquals(Duration.ofMinutes(10).toMillis(), refused.retryAfterMs());
        assertEquals(Wire.REFUSED, visitor.socket.closeStatus());
    }

    private String site() {
        return "\"site\":\"" + network.site() + "\",";
    }

    private int switchPeers(boolean off) throws Exception {
        return switchPeers("", off);
    }

    private int switchPeers(String site, boolean off) throws Exception {
        return post("{" + site + "\"off\":" + off + "}");
    }

    private int post(String body) throws Exception {
        return network.post("/v1/admin/peers", body, "Authorization", network.adminToken())
                .statusCode();
    }

    private Health health() throws Exception {
        return TestNetwork.read(network.get("/health").body(), Health.class);
    }
}
