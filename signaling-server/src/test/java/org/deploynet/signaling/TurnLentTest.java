package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.signaling.TurnCredentials;
import org.deploynet.signaling.turn.TurnRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnLentTest {
    private static final List<String> URLS = List.of("turn:turn.example:3478");
    private static final String SECRET = "d7f0c2b19e5a4d63a8b1";

    @TempDir
    private Path folder;

    @Test
    void theSuperPeerIsLentARelayForEachLinkAndTheVisitorHearsNothingOfIt() throws Exception {
        try (var network = TestNetwork.withSite(folder, options -> options.withTurn(new TurnRelay(URLS, SECRET)));
                TestPeer peer = TestPeer.assigned(network.server);
                TestVisitor visitor = network.visitor()) {
            TurnCredentials first = lent(network, peer, visitor);
            long until = network.clock.instant().plusSeconds(15 * 60).getEpochSecond();
            assertEquals(URLS, first.urls());
            assertTrue(first.username().startsWith(until + ":"), first.username());
            try (TestVisitor other = network.visitor()) {
                assertNotEquals(first.username(), lent(network, peer, other).username());
            }
            assertFalse(visitor.socket.heard().contains("\"turn\""), visitor.socket.heard());
        }
    }

    @Test
    void whereTheOperatorHasNoneNothingIsSaidOfIt() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer peer = TestPeer.assigned(network.server);
                TestVisitor visitor = network.visitor()) {
            visitor.hello(network.site());
            assertEquals(Optional.empty(), peer.takeOffer().turn());
            assertFalse(peer.socket.heard().contains("\"turn\""), peer.socket.heard());
        }
    }

    private static TurnCredentials lent(TestNetwork network, TestPeer peer, TestVisitor visitor) throws Exception {
        visitor.hello(network.site());
        TurnCredentials lent = peer.answerOffer().turn().orElseThrow();
        visitor.socket.expect(org.deploynet.protocol.signaling.Answer.class);
        return lent;
    }
}
