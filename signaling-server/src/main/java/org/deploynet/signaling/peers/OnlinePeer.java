package org.deploynet.signaling.peers;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.FromSuperPeer.Capacity;
import org.deploynet.protocol.signaling.FromSuperPeer.Inventory;
import org.deploynet.protocol.signaling.FromSuperPeer.Kept;
import org.deploynet.protocol.signaling.FromSuperPeer.Load;
import org.deploynet.protocol.signaling.Proof;
import org.deploynet.signaling.pairing.Reach;

/** A super-peer that is connected now, and what it last said of itself. Safe from any thread. */
public final class OnlinePeer {
    private final Proof proof;
    private final Capacity capacity;
    private final InetAddress address;
    private final SuperPeerLine line;
    private final AtomicInteger offeredSinceLoad = new AtomicInteger();
    private volatile Map<KeyId, Kept> kept = Map.of();
    private volatile Consent consent = Consent.EVERYTHING;
    private volatile Load load;
    private volatile Optional<Reach> reach = Optional.empty();

    public OnlinePeer(Proof proof, Capacity capacity, InetAddress address, SuperPeerLine line) {
        this.proof = proof;
        this.capacity = capacity;
        this.address = address;
        this.line = line;
        this.load = new Load(0, 0, capacity.links());
    }

    public KeyId id() {
        return proof.peer();
    }

    /** Of the DTLS certificate that this connection proved. */
    public String fingerprint() {
        return proof.fingerprint();
    }

    /** In memory only, to tell pairs in one prefix apart. */
    public InetAddress address() {
        return address;
    }

    public SuperPeerLine line() {
        return line;
    }

    public Capacity capacity() {
        return capacity;
    }

    /** What its owner allows; {@code unpaid} is whether tickets of price 0 are taken. */
    private record Consent(Set<KeyId> declined, boolean unpaid) {
        static final Consent EVERYTHING = new Consent(Set.of(), true);

        static Consent of(Inventory inventory) {
            return new Consent(
                    Set.copyOf(inventory.declined().orElse(List.of())),
                    inventory.unpaid().orElse(true));
        }
    }

    /** Returns whether its owner allows something else than before. */
    public boolean keeps(Inventory inventory) {
        Map<KeyId, Kept> now = new ConcurrentHashMap<>();
        inventory.sites().forEach(site -> now.put(site.site(), site));
        kept = Map.copyOf(now);
        Consent before = consent;
        consent = Consent.of(inventory);
        return !consent.equals(before);
    }

    /**
     * Whether its owner serves visitors of {@code site}, as far as it has said.
     *
     * @param price what a ticket would pay, microcredits per 10^9 bytes; asked only where it matters
     */
    public boolean accepts(KeyId site, LongSupplier price) {
        Consent now = consent;
        return !now.declined().contains(site) && (now.unpaid() || price.getAsLong() > 0);
    }

    public void carries(Load now) {
        load = now;
        offeredSinceLoad.set(0);
    }

    public void isReached(Reach now) {
        reach = Optional.of(now);
    }

    /** Its own word: nobody here can see whether packets come in there. Unknown before it said so. */
    public Reach reach() {
        return reach.orElse(Reach.UNKNOWN);
    }

    /** Whether it has said how it is reached, as all do that also say when a link is open. */
    public boolean tellsOfLinks() {
        return reach.isPresent();
    }

    /** Counts an offer that its last word on load could not know of. */
    public void offered() {
        offeredSinceLoad.incrementAndGet();
    }

    /** It refused a browser: it has no room until it says so. */
    public void refusedForNow() {
        load = new Load(load.bytesPerSecond(), load.links(), 0);
    }

    /** Browsers more that it would take now; 0 when it is paused. */
    public int room() {
        return Math.max(0, load.room() - offeredSinceLoad.get());
    }

    public int links() {
        return load.links() + offeredSinceLoad.get();
    }

    /** 2 when it keeps all that is assigned to it of {@code site}, 1 when some, 0 when nothing. */
    int warmth(KeyId site) {
        Kept found = kept.get(site);
        if (found == null || found.bytes() == 0) {
            return 0;
        }
        return found.whole() ? 2 : 1;
    }

    /** Whether nothing that it was told to keep of this manifest is missing there, as it says. */
    boolean keepsWhole(KeyId site, long sequence) {
        Kept found = kept.get(site);
        return found != null && found.whole() && found.sequence() == sequence;
    }

    /** How much of what it takes is taken, 0 to 1. */
    double fullness() {
        int links = links();
        return links == 0 ? 0 : (double) links / (links + room());
    }
}
