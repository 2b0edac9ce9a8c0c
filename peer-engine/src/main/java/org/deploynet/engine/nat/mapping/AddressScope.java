package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import org.deploynet.protocol.net.PrivateAddresses;

/** From where a router's external address can be reached. Safe from any thread. */
public enum AddressScope {
    /** A public unicast address. */
    PUBLIC,
    /** In 100.64.0.0/10 (RFC 6598): the provider translates once more, and its translator takes no orders from here. */
    CARRIER_GRADE,
    /** Any other address that is no public unicast address, most often of a second router: double NAT. */
    NOT_PUBLIC;

    /** The scope of an address that a router told; only for showing it, a router can tell anything. */
    public static AddressScope of(InetAddress address) {
        if (PrivateAddresses.isShared(address)) {
            return CARRIER_GRADE;
        }
        return PrivateAddresses.contains(address) ? NOT_PUBLIC : PUBLIC;
    }
}
