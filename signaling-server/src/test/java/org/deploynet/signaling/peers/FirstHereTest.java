package org.deploynet.signaling.peers;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.FromSuperPeer.Capacity;
import org.deploynet.protocol.signaling.Proof;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.junit.jupiter.api.Test;

class FirstHereTest {
    private final Presence presence = new Presence();

    @Test
    void theFirstOfAnAddressIsPaidUntilItGoes() {
        OnlinePeer first = come(1, "9.9.9.9");
        OnlinePeer second = come(2, "9.9.9.9");
        OnlinePeer third = come(3, "9.9.9.9");
        assertTrue(presence.isFirstAtItsAddress(first));
        assertFalse(presence.isFirstAtItsAddress(second));
        assertFalse(presence.isFirstAtItsAddress(third));
        presence.go(first);
        assertTrue(presence.isFirstAtItsAddress(second));
        assertFalse(presence.isFirstAtItsAddress(third));
        presence.go(third);
        presence.go(second);
        assertTrue(presence.isFirstAtItsAddress(come(4, "9.9.9.9")));
    }

    @Test
    void itIsAskedBeforeItComes() {
        assertTrue(presence.isFirstAtItsAddress(peer(1, "9.9.9.9")));
        come(1, "9.9.9.9");
        assertFalse(presence.isFirstAtItsAddress(peer(2, "9.9.9.9")));
    }

    @Test
    void anotherAddressIsAnotherPlaceAndAnotherHostOfOnePrefixIsNotInIpv6() {
        come(1, "9.9.9.9");
        assertTrue(presence.isFirstAtItsAddress(come(2, "9.9.9.10")));
        come(3, "2606:4700:0:ff01::1");
        assertFalse(presence.isFirstAtItsAddress(come(4, "2606:4700:0:ff02::1")), "one /56");
        assertTrue(presence.isFirstAtItsAddress(come(5, "2606:4700:0:fe01::1")));
    }

    @Test
    void whoConnectsAgainKeepsItsTurn() {
        OnlinePeer first = come(1, "9.9.9.9");
        OnlinePeer second = come(2, "9.9.9.9");
        OnlinePeer again = come(1, "9.9.9.9");
        presence.go(first);
        assertTrue(presence.isFirstAtItsAddress(again));
        assertFalse(presence.isFirstAtItsAddress(second));
    }

    @Test
    void whoMovesLeavesItsPlaceToTheNext() {
        come(1, "9.9.9.9");
        OnlinePeer second = come(2, "9.9.9.9");
        OnlinePeer moved = come(1, "9.9.9.10");
        assertTrue(presence.isFirstAtItsAddress(second));
        assertTrue(presence.isFirstAtItsAddress(moved));
    }

    @Test
    void addressesOfAProxyOrALaboratoryTellNothing() {
        come(1, "127.0.0.1");
        assertTrue(presence.isFirstAtItsAddress(come(2, "127.0.0.1")));
        come(3, "10.1.2.3");
        assertTrue(presence.isFirstAtItsAddress(come(4, "10.1.2.3")));
    }

    private OnlinePeer come(int number, String address) {
        OnlinePeer peer = peer(number, address);
        presence.come(peer);
        return peer;
    }

    private static OnlinePeer peer(int number, String address) {
        var id = new KeyId(String.format("%040x", number));
        var proof = new Proof("nonce", id, id, "sha-256 AA", 1);
        return new OnlinePeer(proof, new Capacity(1, 1, 0), InetAddress.ofLiteral(address), new SuperPeerLine() {
            @Override
            public void send(ToSuperPeer message) {
                // Nobody there.
            }

            @Override
            public void close(String why) {
                // Nobody there.
            }
        });
    }
}
