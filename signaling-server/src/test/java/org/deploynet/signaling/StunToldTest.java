package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.protocol.signaling.ToVisitor;
import org.deploynet.signaling.StartFailure.Reason;
import org.deploynet.signaling.stun.StunListen;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StunToldTest {
    private static final StunListen LISTEN = new StunListen(InetAddress.ofLiteral("127.0.0.1"), Optional.empty(), 0, 0);

    @TempDir
    private Path folder;

    @Test
    void bothSidesAreToldOfItsOwnServerAndOfOthers() throws Exception {
        try (var network = TestNetwork.withSite(
                folder,
                options -> options.withStunListen(List.of(LISTEN)).withStun(List.of("stun:stun.example.org:3478")))) {
            SigningKey key = SigningKey.generate();
            try (TestPeer peer = TestPeer.silent(network.server, key, Sdp.fingerprint(1));
                    TestVisitor visitor = network.visitor()) {
                peer.hello(1);
                List<String> peerTold =
                        peer.socket.next(ToSuperPeer.Welcome.class).stun();
                visitor.hello(network.site());
                List<String> visitorTold =
                        visitor.socket.expect(ToVisitor.Welcome.class).stun();
                assertEquals(3, peerTold.size(), "one address: both ports");
                assertTrue(peerTold.getFirst().startsWith("stun:127.0.0.1:"), peerTold.toString());
                assertEquals(
                        List.of(peerTold.getFirst(), "stun:stun.example.org:3478", peerTold.get(1)),
                        visitorTold,
                        "the other port shows another mapping, and comes last where there is room");
            }
        }
    }

    @Test
    void aPlaceThatCannotBeHadIsSaidToBeForStun() {
        var elsewhere = new StunListen(InetAddress.ofLiteral("203.0.113.9"), Optional.empty(), 0, 0);
        var options = SignalingOptions.in(folder).withPort(0).withStunListen(List.of(elsewhere));
        assertEquals(
                Reason.STUN_UNUSABLE,
                Assertions.assertThrows(StartFailure.class, () -> SignalingServer.start(options))
                        .reason());
    }
}
