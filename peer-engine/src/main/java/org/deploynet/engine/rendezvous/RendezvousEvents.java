package org.deploynet.engine.rendezvous;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.FromSuperPeer.Capacity;
import org.deploynet.protocol.signaling.FromSuperPeer.Inventory;
import org.deploynet.protocol.signaling.FromSuperPeer.Load;
import org.deploynet.protocol.signaling.FromSuperPeer.Reach;
import org.deploynet.protocol.signaling.ManifestNews;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.deploynet.protocol.signaling.ToSuperPeer.Assigned;
import org.deploynet.protocol.signaling.ToSuperPeer.Balance;
import org.deploynet.protocol.signaling.ToSuperPeer.Offer;
import org.deploynet.protocol.signaling.ToSuperPeer.Reached;
import org.deploynet.protocol.signaling.ToSuperPeer.Reputed;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.ConsistencyProof;

/** What the network says and asks, already checked; one call at a time, in the order of arrival. */
public interface RendezvousEvents {
    /** Before anything else of a connection: the network whose tickets count. */
    void joined(PublicKeyJwk network);

    void welcomed(List<String> stun);

    void balance(Balance balance);

    void assigned(List<Assigned> sites);

    void unassigned(List<KeyId> sites);

    /** What is to be said about it goes to {@code reply}, which drops it once this connection has ended. */
    void offered(Offer offer, Consumer<FromSuperPeer> reply);

    void candidate(Candidate candidate);

    void manifestNews(ManifestNews news);

    /** A verified order. When this returns, it is carried out and durable, and is acknowledged. */
    void purge(PurgeOrder order);

    /**
     * The network's signature over {@code checkpoint} holds; {@code jws} is its signed form. Returns the size of an earlier ledger if
     * the network is to prove that this one continues it.
     */
    OptionalLong checkpoint(Checkpoint checkpoint, String jws);

    /** The proof that was asked for, not yet checked. */
    void consistent(ConsistencyProof proof);

    /** The answer to {@link Rendezvous#ping}; among the other calls in the order of arrival, and at once. */
    void echoed(long number);

    Capacity capacity();

    Inventory inventory();

    Load load();

    /** How this super-peer is reached, to be told as message {@code ref}; empty while it is not tested. */
    Optional<Reach> reach(long ref);

    /** What the network has counted of super-peers alike. */
    void reached(Reached counted);

    /** What the network makes of this super-peer. */
    void reputed(Reputed word);
}
