package org.deploynet.engine.nat;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Optional;
import org.deploynet.control.nat.NatLayers;
import org.deploynet.protocol.net.PrivateAddresses;

/** Which translators are between this machine and the network. A pure function of addresses. */
final class Translators {
    private Translators() {}

    static NatLayers between(InetAddress seenAs, Collection<InetAddress> own, Optional<InetAddress> wan) {
        if (own.contains(seenAs)) {
            return NatLayers.NONE;
        }
        if (own.stream().anyMatch(PrivateAddresses::isShared)
                || wan.filter(PrivateAddresses::isShared).isPresent()) {
            return NatLayers.CARRIER_GRADE;
        }
        if (wan.isEmpty()) {
            return NatLayers.UNKNOWN;
        }
        if (wan.get().equals(seenAs)) {
            return NatLayers.ONE;
        }
        return PrivateAddresses.contains(wan.get()) ? NatLayers.DOUBLE : NatLayers.CARRIER_GRADE;
    }
}
