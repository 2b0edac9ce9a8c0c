package org.deploynet.signaling.peers;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.net.PrivateAddresses;
import org.deploynet.signaling.limits.Prefixes;

/**
 * Which of the connected super-peers of one IPv4 address or one /56 of IPv6 came first. Addresses that are not public tell nothing: a
 * server behind a proxy sees all the world under one. In memory only; safe from any thread.
 */
final class FirstHere {
    private final Map<ByteBuffer, Deque<KeyId>> byPlace = new HashMap<>();

    /** Takes its turn, or keeps the one it has. */
    synchronized void come(OnlinePeer peer) {
        place(peer.address()).ifPresent(place -> {
            Deque<KeyId> there = byPlace.computeIfAbsent(place, _ -> new ArrayDeque<>());
            if (!there.contains(peer.id())) {
                there.addLast(peer.id());
            }
        });
    }

    synchronized void go(OnlinePeer peer) {
        place(peer.address())
                .ifPresent(place -> byPlace.computeIfPresent(place, (_, there) -> {
                    there.remove(peer.id());
                    return there.isEmpty() ? null : there;
                }));
    }

    /** Also of one that has not come yet: whether nobody is before it. */
    synchronized boolean isFirst(OnlinePeer peer) {
        return place(peer.address())
                .map(byPlace::get)
                .map(there -> there.getFirst().equals(peer.id()))
                .orElse(true);
    }

    private static Optional<ByteBuffer> place(InetAddress address) {
        if (PrivateAddresses.contains(address)) {
            return Optional.empty();
        }
        byte[] bytes = address instanceof Inet4Address ? address.getAddress() : Prefixes.prefix(address);
        return Optional.of(ByteBuffer.wrap(bytes));
    }
}
