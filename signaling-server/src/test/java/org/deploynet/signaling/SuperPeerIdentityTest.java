package org.deploynet.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.FromSuperPeer.Hello;
import org.deploynet.protocol.signaling.Proof;
import org.deploynet.protocol.signaling.Refused;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.signaling.socket.Wire;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuperPeerIdentityTest {
    @TempDir
    private Path folder;

    private final SigningKey key = SigningKey.generate();
    private final String fingerprint = Sdp.fingerprint(1);

    @SuppressWarnings("NullAway.Init")
    private TestNetwork network;

    @BeforeEach
    void start() throws Exception {
        network = new TestNetwork(folder, options -> options);
    }

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void refusesProofsForAnotherConnectionNetworkOrPeer() {
        SigningKey other = SigningKey.generate();
        try (TestPeer peer = silent()) {
            refused(
                    peer,
                    proof(peer, "another nonce", network.server.network(), key).sign(key));
        }
        try (TestPeer peer = silent()) {
            refused(peer, proof(peer, peer.challenge.nonce(), other.id(), key).sign(key));
        }
        try (TestPeer peer = silent()) {
            refused(
                    peer,
                    proof(peer, peer.challenge.nonce(), network.server.network(), key)
                            .sign(other));
        }
        try (TestPeer peer = silent()) {
            refused(
                    peer,
                    proof(peer, peer.challenge.nonce(), network.server.network(), other)
                            .sign(other));
        }
        try (TestPeer peer = silent()) {
            refused(peer, new Proof(peer.challenge.nonce(), network.server.network(), key.id(), "none", 1).sign(key));
        }
    }

    @Test
    void challengesDiffer() {
        try (TestPeer one = silent();
                TestPeer two = silent()) {
            assertNotEquals(one.challenge.nonce(), two.challenge.nonce());
            assertEquals(network.server.network(), one.challenge.network());
        }
    }

    @Test
    void higherEpochReplacesTheOlderConnection() {
        try (TestPeer old = TestPeer.welcomed(network.server, key, 7, fingerprint);
                TestPeer _ = TestPeer.welcomed(network.server, key, 8, Sdp.fingerprint(2))) {
            assertEquals(Wire.REFUSED, old.socket.closeStatus());
        }
    }

    @Test
    void lowerEpochIsACloneAlsoAfterARestart() throws Exception {
        TestPeer.welcomed(network.server, key, 7, fingerprint).close();
        network.restart();
        try (TestPeer copy = silent()) {
            copy.hello(6);
            assertEquals(Refused.Code.CLONE, copy.socket.next(Refused.class).code());
            assertEquals(Wire.REFUSED, copy.socket.closeStatus());
        }
    }

    @Test
    void equalEpochWithAnotherCertificateIsACloneAndTheFirstOneStays() {
        try (TestPeer first = TestPeer.welcomed(network.server, key, 7, fingerprint);
                TestPeer copy = TestPeer.silent(network.server, key, Sdp.fingerprint(2))) {
            copy.hello(7);
            assertEquals(Refused.Code.CLONE, copy.socket.next(Refused.class).code());
            assertEquals(0, first.settle().balance().pending());
        }
    }

    @Test
    void sameRunConnectsAgainAfterItLostItsLine() {
        TestPeer.welcomed(network.server, key, 7, fingerprint).socket.abort();
        TestPeer.welcomed(network.server, key, 7, fingerprint).close();
    }

    private TestPeer silent() {
        return TestPeer.silent(network.server, key, fingerprint);
    }

    private Proof proof(TestPeer peer, String nonce, org.deploynet.protocol.key.KeyId of, SigningKey signer) {
        return new Proof(nonce, of, signer.id(), peer.fingerprint, 1);
    }

    private void refused(TestPeer peer, String proof) {
        peer.socket.send(new Hello(3, key.id(), proof, "test", TestPeer.CAPACITY));
        Refused refused = (Refused) peer.socket.next(ToSuperPeer.class);
        assertEquals(Refused.Code.UNAUTHORIZED, refused.code());
        assertEquals(3, refused.ref());
        assertEquals(Wire.REFUSED, peer.socket.closeStatus());
    }
}
