package org.deploynet.protocol.net;

import java.net.InetAddress;
import java.util.List;

/**
 * The addresses that nothing from outside may make us talk to (docs/protocol.md §2): private, local, multicast and translated
 * ranges. One list for candidates and for origins. Safe from any thread.
 */
public final class PrivateAddresses {
    private static final List<Range> RANGES = List.of(
            range(8, 0),
            range(8, 10),
            range(10, 100, 64),
            range(8, 127),
            range(16, 169, 254),
            range(12, 172, 16),
            range(16, 192, 168),
            range(3, 224),
            range6(128),
            range6(128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
            range6(7, 0xfc),
            range6(10, 0xfe, 0x80),
            range6(8, 0xff),
            range6(96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff),
            range6(96, 0, 0x64, 0xff, 0x9b));

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
