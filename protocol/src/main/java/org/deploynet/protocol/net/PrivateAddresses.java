package org.deploynet.protocol.net;

import java.net.InetAddress;
import java.util.List;

/**
 * The addresses that nothing from outside may make us talk to (docs/protocol.md §3): all blocks of IANA's registries of
 * special-purpose IPv4 and IPv6 addresses (RFC 6890), multicast, and of IPv6 everything that is no global unicast address
 * (2000::/3). One list for candidates and for origins. Safe from any thread.
 */
public final class PrivateAddresses {
    private static final Range SHARED = range(10, 100, 64);
    private static final List<Range> RANGES = List.of(
            range(8, 0),
            range(8, 10),
            SHARED,
            range(8, 127),
            range(16, 169, 254),
            range(12, 172, 16),
            range(24, 192, 0, 0),
            range(24, 192, 0, 2),
            range(24, 192, 31, 196),
            range(24, 192, 52, 193),
            range(24, 192, 88, 99),
            range(16, 192, 168),
            range(24, 192, 175, 48),
            range(15, 198, 18),
            range(24, 198, 51, 100),
            range(24, 203, 0, 113),
            range(3, 224),
            // ::/3, with ::, ::1, IPv4-mapped, and what NAT64 translates.
            range6(3),
            // 2001::/23, with Teredo.
            range6(23, 0x20, 0x01),
            range6(32, 0x20, 0x01, 0x0d, 0xb8),
            // 6to4.
            range6(16, 0x20, 0x02),
            range6(48, 0x26, 0x20, 0, 0x4f, 0x80),
            range6(20, 0x3f, 0xff),
            // 4000::/2 and 8000::/1, with fc00::/7, fe80::/10 and ff00::/8.
            range6(2, 0x40),
            range6(1, 0x80));

    private record Range(byte[] network, int prefixBits) {
        boolean contains(byte[] address) {
            if (address.length != network.length) {
                return false;
            }
            for (int bit = 0; bit < prefixBits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if (((address[bit / 8] ^ network[bit / 8]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private PrivateAddresses() {}

    public static boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return RANGES.stream().anyMatch(range -> range.contains(bytes));
    }

    /** Whether a provider's own translator is behind it: 100.64.0.0/10 (RFC 6598). */
    public static boolean isShared(InetAddress address) {
        return SHARED.contains(address.getAddress());
    }

    private static Range range(int prefixBits, int... leading) {
        return new Range(bytes(4, leading), prefixBits);
    }

    private static Range range6(int prefixBits, int... leading) {
        return new Range(bytes(16, leading), prefixBits);
    }

    private static byte[] bytes(int length, int... leading) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < leading.length; i++) {
            bytes[i] = (byte) leading[i];
        }
        return bytes;
    }
}
