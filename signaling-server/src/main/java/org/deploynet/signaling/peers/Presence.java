package org.deploynet.signaling.peers;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.deploynet.protocol.key.KeyId;

/** Which super-peers are connected. Safe from any thread. */
public final class Presence {
    private final Map<KeyId, OnlinePeer> online = new ConcurrentHashMap<>();
    private final FirstHere firstHere = new FirstHere();
    private final List<Consumer<OnlinePeer>> onCome = new CopyOnWriteArrayList<>();
    private final List<Consumer<OnlinePeer>> onGo = new CopyOnWriteArrayList<>();

    /** Tells {@code come} and {@code go} of every peer from now on, {@code come} also when it {@link #changed}; both return quickly. */
    public void watch(Consumer<OnlinePeer> come, Consumer<OnlinePeer> go) {
        onCome.add(come);
        onGo.add(go);
    }

    /** The peer is here now; an older connection of the same one is closed. */
    public void come(OnlinePeer peer) {
        OnlinePeer older = online.put(peer.id(), peer);
        // Before the older one goes: a super-peer that connects again keeps its turn.
        firstHere.come(peer);
        if (older != null) {
            if (!older.address().equals(peer.address())) {
                firstHere.go(older);
            }
            onGo.forEach(watcher -> watcher.accept(older));
            older.line().close("replaced by a newer connection of the same super-peer");
        }
        onCome.forEach(watcher -> watcher.accept(peer));
    }

    /** The peer serves other sites than before. */
    public void changed(OnlinePeer peer) {
        if (online.get(peer.id()) == peer) {
            onCome.forEach(watcher -> watcher.accept(peer));
        }
    }

    /** This connection of the peer is over; a newer one stays. */
    public void go(OnlinePeer peer) {
        if (online.remove(peer.id(), peer)) {
            firstHere.go(peer);
            onGo.forEach(watcher -> watcher.accept(peer));
        }
    }

    /** Whether no other super-peer of its IPv4 address or /56 of IPv6 was here before it. */
    public boolean isFirstAtItsAddress(OnlinePeer peer) {
        return firstHere.isFirst(peer);
    }

    public Optional<OnlinePeer> find(KeyId peer) {
        return Optional.ofNullable(online.get(peer));
    }

    public Collection<OnlinePeer> all() {
        return List.copyOf(new ArrayList<>(online.values()));
    }

    public int count() {
        return online.size();
    }
}
