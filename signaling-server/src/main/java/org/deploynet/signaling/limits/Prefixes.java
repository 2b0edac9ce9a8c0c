package org.deploynet.signaling.limits;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import org.deploynet.protocol.net.PrivateAddresses;

/** The part of an address that one household or company shares: /24 of IPv4, /56 of IPv6. */
public final class Prefixes {
    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 7;
    private static final int IPV4_WHOLE = 4;
    private static final int IPV6_LAN_BYTES = 8;

    private Prefixes() {}

    public static boolean same(InetAddress one, InetAddress other) {
        return one.getAddress().length == other.getAddress().length && Arrays.equals(prefix(one), prefix(other));
    }

    /**
     * Whether both may be in one home: the same public IPv4 address, or the same /64 of IPv6. Behind carrier-grade NAT strangers
     * share an address too; whoever acts on this has to bear that. Never true for addresses that are not public: a server behind
     * a proxy sees all the world under one.
     */
    public static boolean sameHome(InetAddress one, InetAddress other) {
        return !PrivateAddresses.contains(one)
                && one.getAddress().length == other.getAddress().length
                && Arrays.equals(home(one), home(other));
    }

    private static byte[] home(InetAddress address) {
        return Arrays.copyOf(address.getAddress(), address instanceof Inet4Address ? IPV4_WHOLE : IPV6_LAN_BYTES);
    }

    public static byte[] prefix(InetAddress address) {
        return Arrays.copyOf(address.getAddress(), address instanceof Inet4Address ? IPV4_BYTES : IPV6_BYTES);
    }
}
