package org.deploynet.signaling;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;
import org.deploynet.protocol.signaling.Answer;
import org.deploynet.protocol.signaling.FromSuperPeer.Capacity;
import org.deploynet.protocol.signaling.FromSuperPeer.Hello;
import org.deploynet.protocol.signaling.FromSuperPeer.Inventory;
import org.deploynet.protocol.signaling.FromSuperPeer.Kept;
import org.deploynet.protocol.signaling.FromSuperPeer.Load;
import org.deploynet.protocol.signaling.FromSuperPeer.Reach;
import org.deploynet.protocol.signaling.FromSuperPeer.Reputation;
import org.deploynet.protocol.signaling.FromSuperPeer.Settle;
import org.deploynet.protocol.signaling.Proof;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.protocol.signaling.ToSuperPeer;
import org.deploynet.protocol.signaling.ToSuperPeer.Assign;
import org.deploynet.protocol.signaling.ToSuperPeer.Challenge;
import org.deploynet.protocol.signaling.ToSuperPeer.Offer;
import org.deploynet.protocol.signaling.ToSuperPeer.Reached;
import org.deploynet.protocol.signaling.ToSuperPeer.Reputed;
import org.deploynet.protocol.signaling.ToSuperPeer.Settled;
import org.deploynet.protocol.signaling.ToSuperPeer.Welcome;

/** A super-peer that speaks the protocol and moves no bytes. */
final class TestPeer implements AutoCloseable {
    static final Capacity CAPACITY = new Capacity(10_000_000, 60, 20_000_000_000L);

    final SigningKey key;
    final String fingerprint;
    final TestSocket<ToSuperPeer> socket;
    final Challenge challenge;
    private long ref = 1;

    private TestPeer(SignalingServer server, SigningKey key, String fingerprint) {
        this.key = key;
        this.fingerprint = fingerprint;
        this.socket = new TestSocket<>(server.superPeers(), ToSuperPeer.class, Map.of());
        this.challenge = socket.next(Challenge.class);
    }

    /** Connected, but it has not said who it is. */
    static TestPeer silent(SignalingServer server, SigningKey key, String fingerprint) {
        return new TestPeer(server, key, fingerprint);
    }

    static TestPeer welcomed(SignalingServer server) {
        SigningKey key = SigningKey.generate();
        return welcomed(server, key, 1, Sdp.fingerprint(key.id().hex().hashCode()));
    }

    static TestPeer welcomed(SignalingServer server, SigningKey key, long epoch, String fingerprint) {
        var peer = new TestPeer(server, key, fingerprint);
        peer.hello(epoch);
        peer.socket.next(Welcome.class);
        return peer;
    }

    /** Welcomed, and told to keep a site. */
    static TestPeer assigned(SignalingServer server) {
        TestPeer peer = welcomed(server);
        peer.socket.expect(Assign.class);
        return peer;
    }

    KeyId id() {
        return key.id();
    }

    void hello(long epoch) {
        hello(new Proof(challenge.nonce(), challenge.network(), id(), fingerprint, epoch));
    }

    void hello(Proof proof) {
        socket.send(new Hello(0, id(), proof.sign(key), "test", CAPACITY));
    }

    Offer takeOffer() {
        return socket.expect(Offer.class);
    }

    Offer answerOffer() {
        Offer offer = takeOffer();
        socket.send(new Answer(offer.link(), Sdp.of(fingerprint)));
        return offer;
    }

    /** Says how it is reached, and what the server said of its like. */
    Reached reach(Reachability nat) {
        socket.send(new Reach(ref++, nat, false));
        return socket.expect(Reached.class);
    }

    /** What the server makes of it. */
    Reputed reputation() {
        socket.send(new Reputation(ref++));
        return socket.expect(Reputed.class);
    }

    void load(int links, int room) {
        socket.send(new Load(0, links, room));
    }

    void keeps(KeyId site, boolean whole) {
        socket.send(Inventory.of(List.of(new Kept(site, 1, 1000, whole)), 1_000_000));
    }

    /** Says what its owner does not serve. When this returns the server has read it: it reads one peer's messages in their order. */
    void declines(List<KeyId> sites, boolean unpaid) {
        socket.send(new Inventory(List.of(), 1_000_000, Optional.of(sites), Optional.of(unpaid)));
        settle();
    }

    Settled settle(String... receipts) {
        return settle(List.of(receipts), List.of());
    }

    Settled settle(List<String> receipts, List<String> endedLinks) {
        socket.send(Settle.of(ref++, receipts, endedLinks));
        return socket.expect(Settled.class);
    }

    @Override
    public void close() {
        socket.close();
    }
}
