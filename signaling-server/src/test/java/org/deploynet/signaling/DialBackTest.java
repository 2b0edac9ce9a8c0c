package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.FromSuperPeer.DialBack;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.SignalingCodec;
import org.deploynet.protocol.signaling.ToSuperPeer.Settled;
import org.deploynet.protocol.signaling.ToSuperPeer.Welcome;
import org.deploynet.protocol.stun.StunCodec;
import org.deploynet.protocol.stun.TransactionId;
import org.deploynet.signaling.stun.StunListen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A super-peer that asks to be called learns whether strangers come in, and can have nobody else called. */
@Timeout(60)
class DialBackTest {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress THIRD_PARTY = InetAddress.ofLiteral("127.0.0.9");
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SHORT_MILLIS = 200;
    private static final int BURST = 30;

    @TempDir
    private Path folder;

    private final TransactionId transaction = TransactionId.random(new Random(1));

    private TestNetwork network(UnaryOperator<SignalingOptions> change) throws Exception {
        var listen = new StunListen(HERE, Optional.empty(), 0, 0);
        return TestNetwork.withSite(folder, options -> change.apply(options.withStunListen(List.of(listen))));
    }

    private static DatagramSocket socket(InetAddress at, int port, int patienceMillis) throws Exception {
        var socket = new DatagramSocket(new InetSocketAddress(at, port));
        socket.setSoTimeout(patienceMillis);
        return socket;
    }

    private static DatagramPacket heard(DatagramSocket socket) throws Exception {
        var packet = new DatagramPacket(new byte[StunCodec.MAX_BYTES], StunCodec.MAX_BYTES);
        socket.receive(packet);
        return packet;
    }

    @Test
    void whereTheConnectionComesFromIsCalledOnceAndWithLessThanWasSent() throws Exception {
        try (var network = network(options -> options.withLocalPeers(true));
                TestPeer peer = TestPeer.welcomed(network.server);
                DatagramSocket called = socket(HERE, 0, PATIENCE_MILLIS);
                DatagramSocket thirdParty = socket(THIRD_PARTY, called.getLocalPort(), SHORT_MILLIS)) {
            var wish = new DialBack(5, called.getLocalPort(), transaction);
            String text = SignalingCodec.encode(wish);
            peer.socket.sendText(text.replace("{", "{\"address\":\"127.0.0.9\","));
            DatagramPacket packet = heard(called);
            assertEquals(
                    transaction,
                    StunCodec.decode(packet.getData(), packet.getLength()).transaction());
            assertTrue(packet.getLength() <= text.length(), packet.getLength() + " bytes for " + text.length());
            called.setSoTimeout(SHORT_MILLIS);
            assertThrows(SocketTimeoutException.class, () -> heard(called), "one datagram for a wish");
            assertThrows(SocketTimeoutException.class, () -> heard(thirdParty), "nobody else");
        }
    }

    @Test
    void howOftenIsLimitedAndTheConnectionGoesOn() throws Exception {
        try (var network = network(options -> options.withLocalPeers(true));
                TestPeer peer = TestPeer.welcomed(network.server);
                DatagramSocket called = socket(HERE, 0, PATIENCE_MILLIS)) {
            for (int i = 0; i <= BURST + 5; i++) {
                peer.socket.send(new DialBack(100 + i, called.getLocalPort(), transaction));
            }
            assertEquals(Refused.Code.LIMIT, peer.socket.expect(Refused.class).code());
            Settled settled = peer.settle();
            assertEquals(0, settled.accepted().size());
        }
    }

    @Test
    void anAddressOfTheOperatorsOwnNetworkIsNotCalled() throws Exception {
        try (var network = network(options -> options);
                TestPeer peer = TestPeer.welcomed(network.server);
                DatagramSocket called = socket(HERE, 0, SHORT_MILLIS)) {
            peer.socket.send(new DialBack(5, called.getLocalPort(), transaction));
            Refused refused = peer.socket.expect(Refused.class);
            assertEquals(5, refused.ref());
            assertEquals(Refused.Code.LIMIT, refused.code());
            assertThrows(SocketTimeoutException.class, () -> heard(called));
        }
    }

    @Test
    void aServerWithoutUdpSaysSoAndTakesTheWishForABreach() throws Exception {
        try (var network = TestNetwork.withSite(folder);
                TestPeer peer = TestPeer.silent(network.server, SigningKey.generate(), Sdp.fingerprint(1))) {
            peer.hello(1);
            assertEquals(Optional.of(false), peer.socket.next(Welcome.class).dialBack());
            peer.socket.send(new DialBack(5, 50_000, transaction));
            assertEquals(
                    Refused.Code.MALFORMED, peer.socket.expect(Refused.class).code());
        }
    }
}
