package org.deploynet.protocol.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Addresses with ports as text. Safe from any thread. */
public final class Endpoints {
    private Endpoints() {}

    /** In numbers, as URLs write them (RFC 3986 §3.2.2): {@code 9.9.9.9:3478}, {@code [2620:fe::9]:3478}. */
    public static String inNumbers(InetSocketAddress endpoint) {
        InetAddress address = endpoint.getAddress();
        String numbers = address.getHostAddress();
        return (address instanceof Inet6Address ? "[" + numbers + "]" : numbers) + ":" + endpoint.getPort();
    }
}
