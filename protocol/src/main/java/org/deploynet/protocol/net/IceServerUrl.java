package org.deploynet.protocol.net;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deploynet.protocol.Check;

/**
 * Where a STUN or TURN server is, as {@code stun:host[:port]} (RFC 7064), {@code turn:host[:port][?transport=udp|tcp]} or
 * {@code turns:host[:port][?transport=tcp]} (RFC 7065); IPv6 in brackets and none with a zone. Immutable.
 *
 * @param host a name, or an address in numbers without brackets
 */
public record IceServerUrl(Scheme scheme, String host, int port, Transport transport) {
    /** The most characters that are read. */
    public static final int MAX_CHARS = 256;

    private static final Pattern URL =
            Pattern.compile("(?<scheme>stun|turns?):(?:\\[(?<six>[0-9a-fA-F:.]{2,45})]|(?<host>[A-Za-z0-9.-]{1,253}))"
                    + "(?::(?<port>[0-9]{1,5}))?(?:\\?transport=(?<transport>udp|tcp))?");

    /** What the server is asked for, and whether over TLS. */
    public enum Scheme {
        STUN(3478, Transport.UDP),
        TURN(3478, Transport.UDP),
        TURNS(5349, Transport.TCP);

        private final int port;
        private final Transport transport;

        Scheme(int port, Transport transport) {
            this.port = port;
            this.transport = transport;
        }
    }

    /** Between this side and the server. */
    public enum Transport {
        UDP,
        TCP
    }

    public IceServerUrl {
        Check.range("port", port, 1, 65_535);
        // DTLS to a TURN server is in no WebRTC library.
        Check.that(scheme == Scheme.TURN || transport == scheme.transport, scheme + " over " + transport);
    }

    /** Empty where {@code text} is no such URL. */
    public static Optional<IceServerUrl> read(String text) {
        Matcher parts = URL.matcher(text);
        if (text.length() > MAX_CHARS || !parts.matches()) {
            return Optional.empty();
        }
        Scheme scheme = Scheme.valueOf(upper(parts.group("scheme")));
        Optional<String> transport = Optional.ofNullable(parts.group("transport"));
        if (scheme == Scheme.STUN && transport.isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new IceServerUrl(
                    scheme,
                    Optional.ofNullable(parts.group("six")).orElseGet(() -> parts.group("host")),
                    Optional.ofNullable(parts.group("port"))
                            .map(Integer::parseInt)
                            .orElse(scheme.port),
                    transport.map(IceServerUrl::upper).map(Transport::valueOf).orElse(scheme.transport)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Asked for a relay, not for an address. */
    public boolean isTurn() {
        return scheme != Scheme.STUN;
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
