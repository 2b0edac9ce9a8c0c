package org.deploynet.engine.rendezvous;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.deploynet.engine.credits.LedgerWatch;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.signaling.Answer;
import org.deploynet.protocol.signaling.Candidate;
import org.deploynet.protocol.signaling.FromSuperPeer;
import org.deploynet.protocol.signaling.ManifestNews;
import org.deploynet.protocol.signaling.PurgeOrder;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.protocol.signaling.ToSuperPeer.Assigned;
import org.deploynet.protocol.signaling.ToSuperPeer.Balance;
import org.deploynet.protocol.signaling.ToSuperPeer.Offer;
import org.deploynet.protocol.signaling.ToSuperPeer.Reached;
import org.deploynet.protocol.signaling.ToSuperPeer.Reputed;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.ConsistencyProof;

/** Writes down what the network says, answers every offer, and says that its link is open. */
final class RecordedEvents implements RendezvousEvents {
    volatile Optional<Reachability> nat = Optional.empty();
    final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
    volatile Optional<LedgerWatch> ledger = Optional.empty();

    @Override
    public void joined(PublicKeyJwk network) {
        seen.add(network);
        ledger.ifPresent(LedgerWatch::connected);
    }

    @Override
    public void welcomed(List<String> stun) {
        seen.add(stun);
    }

    @Override
    public void balance(Balance balance) {
        seen.add(balance);
    }

    @Override
    public void assigned(List<Assigned> sites) {
        seen.add(sites);
    }

    @Override
    public void unassigned(List<KeyId> sites) {
        seen.add(sites);
    }

    @Override
    public void offered(Offer offer, Consumer<FromSuperPeer> reply) {
        seen.add(offer);
        reply.accept(new Answer(offer.link(), "v=0"));
        reply.accept(new FromSuperPeer.Opened(offer.link(), Optional.empty()));
    }

    @Override
    public void candidate(Candidate candidate) {
        seen.add(candidate);
    }

    @Override
    public void manifestNews(ManifestNews news) {
        seen.add(news);
    }

    @Override
    public void purge(PurgeOrder order) {
        seen.add(order);
    }

    /** Asks for the proof from the first entry on, unless somebody knows better. */
    @Override
    public OptionalLong checkpoint(Checkpoint checkpoint, String jws) {
        seen.add(checkpoint);
        return ledger.map(watch -> watch.signed(checkpoint, jws)).orElse(OptionalLong.of(1));
    }

    @Override
    public void consistent(ConsistencyProof proof) {
        ledger.ifPresent(watch -> watch.proved(proof));
        seen.add(proof);
    }

    @Override
    public void echoed(long number) {
        seen.add(number);
    }

    @Override
    public FromSuperPeer.Capacity capacity() {
        return new FromSuperPeer.Capacity(1_000_000, 60, 1_000_000_000);
    }

    @Override
    public FromSuperPeer.Inventory inventory() {
        return FromSuperPeer.Inventory.of(List.of(), 1_000);
    }

    @Override
    public FromSuperPeer.Load load() {
        return new FromSuperPeer.Load(0, 0, 60);
    }

    @Override
    public Optional<FromSuperPeer.Reach> reach(long ref) {
        return nat.map(known -> new FromSuperPeer.Reach(ref, known, false));
    }

    @Override
    public void reached(Reached counted) {
        seen.add(counted);
    }

    @Override
    public void reputed(Reputed word) {
        seen.add(word);
    }
}
