package org.deploynet.signaling.stun;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deploynet.protocol.Check;

/**
 * Where a STUN server listens: on {@code port} and {@code otherPort} of its address, and of its other address if the operator
 * has two, which is what finding out about a NAT's behaviour takes (RFC 5780 §6). A port of 0 takes any free one. Immutable.
 */
public record StunListen(InetAddress address, Optional<InetAddress> otherAddress, int port, int otherPort) {
    public static final int DEFAULT_PORT = 3478;
    private static final String ADDRESS = "(?:\\[([0-9a-fA-F:.]{2,45})]|([0-9.]{7,15}))";
    private static final Pattern TEXT = Pattern.compile(ADDRESS + "(?::([0-9]{1,5}))?(?:," + ADDRESS + ")?");

    public StunListen {
        checkSpecific(address);
        Check.range("port", port, 0, 65_535);
        Check.range("otherPort", otherPort, 0, 65_535);
        Check.that(port == 0 || port != otherPort, "both ports are " + port);
        InetAddress first = address;
        otherAddress.ifPresent(other -> {
            checkSpecific(other);
            Check.that(!other.equals(first), "both addresses are " + other.getHostAddress());
            Check.that(
                    other.getClass() == first.getClass(), "one address of IPv4 and one of IPv6: they are two servers");
        });
    }

    /**
     * Reads {@code ADDRESS[:PORT][,ADDRESS]}, IPv6 in brackets; without a port {@value #DEFAULT_PORT}; the other port is the
     * next one.
     *
     * @throws IllegalArgumentException where it is something else
     */
    public static StunListen parse(String text) {
        Matcher parts = TEXT.matcher(text);
        Check.that(parts.matches(), "not ADDRESS[:PORT][,ADDRESS] in numbers: " + text);
        int port = Optional.ofNullable(parts.group(3)).map(Integer::parseInt).orElse(DEFAULT_PORT);
        Optional<InetAddress> other = literal(parts, 4, 5);
        return new StunListen(literal(parts, 1, 2).orElseThrow(), other, port, port == 0 ? 0 : port + 1);
    }

    /** Under how many URLs super-peers are told of it, see {@link StunServer#probeUrls}. */
    public int urls() {
        return otherAddress.isPresent() ? 1 : 2;
    }

    private static Optional<InetAddress> literal(Matcher parts, int six, int four) {
        return Optional.ofNullable(parts.group(six))
                .or(() -> Optional.ofNullable(parts.group(four)))
                .map(InetAddress::ofLiteral);
    }

    // An answer says where it comes from; of a socket on all addresses nobody knows.
    private static void checkSpecific(InetAddress address) {
        Check.that(
                !address.isAnyLocalAddress() && !address.isMulticastAddress(),
                "STUN needs an address of its own, not " + address.getHostAddress());
    }
}
