package org.deploynet.engine.nat;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Optional;
import org.deploynet.protocol.net.PrivateAddresses;

/** How many translators are between this machine and the network, as far as addresses tell. */
public enum NatLayers {
    /** The public address is this machine's own. */
    NONE,
    /** The router's WAN address is the public one. */
    ONE,
    /** The router's WAN address is a private one, of another router of the same owner's or of the building's. */
    DOUBLE,
    /** The provider translates: an address of 100.64.0.0/10 (RFC 6598), or a router whose WAN address is public and another. */
    CARRIER_GRADE,
    /** There is one at least; what the router's WAN address is, it did not say. */
    UNKNOWN;

    private static final int SHARED_FIRST = 100;
    private static final int SHARED_SECOND = 64;
    private static final int SHARED_MASK = 0xc0;

    static NatLayers of(InetAddress seenAs, Collection<InetAddress> own, Optional<InetAddress> wan) {
        if (own.contains(seenAs)) {
            return NONE;
        }
        if (own.stream().anyMatch(NatLayers::isShared)
                || wan.filter(NatLayers::isShared).isPresent()) {
            return CARRIER_GRADE;
        }
        if (wan.isEmpty()) {
            return UNKNOWN;
        }
        if (wan.get().equals(seenAs)) {
            return ONE;
        }
        return PrivateAddresses.contains(wan.get()) ? DOUBLE : CARRIER_GRADE;
    }

    private static boolean isShared(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 && bytes[0] == SHARED_FIRST && (bytes[1] & SHARED_MASK) == SHARED_SECOND;
    }
}
