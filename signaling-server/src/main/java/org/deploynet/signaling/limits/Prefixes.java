package org.deploynet.signaling.limits;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;

/** The part of an address that one household or company shares: /24 of IPv4, /56 of IPv6. */
public final class Prefixes {
    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 7;

    private Prefixes() {}

    public static boolean same(InetAddress one, InetAddress other) {
        return one.getAddress().length == other.getAddress().length && Arrays.equals(prefix(one), prefix(other));
    }

    public static byte[] prefix(InetAddress address) {
        return Arrays.copyOf(address.getAddress(), address instanceof Inet4Address ? IPV4_BYTES : IPV6_BYTES);
    }
}
