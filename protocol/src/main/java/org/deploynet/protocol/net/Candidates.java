package org.deploynet.protocol.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which ICE candidates may reach native code or another party: UDP, with an address in numbers that is not private. Names,
 * also browsers' {@code .local} ones, are dropped; the peer-reflexive path connects without them. Safe from any thread.
 */
public final class Candidates {
    private static final int ADDRESS_FIELD = 4;
    private static final int TRANSPORT_FIELD = 2;
    private static final int PORT_FIELD = 5;
    private static final int MIN_FIELDS = 8;
    private static final String OCTET = "(0|[1-9][0-9]{0,2})";

    private final boolean allowLocal;

    private Candidates(boolean allowLocal) {
        this.allowLocal = allowLocal;
    }

    /** Drops private addresses: the rule. */
    public static Candidates publicOnly() {
        return new Candidates(false);
    }

    /** Only the owner of this process opens the list ({@code --allow-local-peers}); no message can. */
    public static Candidates withLocal() {
        return new Candidates(true);
    }

    /** Whether a candidate attribute ({@code candidate:… 1 udp … ADDRESS PORT typ …}) may be used. */
    public boolean allows(String candidate) {
        String[] fields = candidate.strip().split(" +", 32);
        return fields.length >= MIN_FIELDS
                && fields[TRANSPORT_FIELD].equalsIgnoreCase("udp")
                && isPort(fields[PORT_FIELD])
                && address(fields[ADDRESS_FIELD]).filter(this::allows).isPresent();
    }

    private boolean allows(InetAddress address) {
        return allowLocal
                ? !address.isAnyLocalAddress() && !address.isMulticastAddress()
                : !PrivateAddresses.contains(address);
    }

    /** The session description without the candidates that may not be used. */
    public String filter(String sdp) {
        return sdp.lines()
                .filter(line -> !line.startsWith("a=candidate:") || allows(line.substring("a=".length())))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    private static boolean isPort(String text) {
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= 65_535;
    }

    // Numbers only: a name would be looked up, and that look-up is itself a packet somebody else chose.
    // A leading zero means octal to some parsers and nothing to others; an IPv4 address inside an IPv6 one is never
    // needed.
    private static Optional<InetAddress> address(String text) {
        boolean numeric = text.matches(OCTET + "(\\." + OCTET + "){3}")
                || (text.indexOf(':') >= 0 && text.matches("[0-9a-fA-F:.]+"));
        if (!numeric) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            boolean mapped = address instanceof Inet4Address && text.indexOf(':') >= 0;
            return mapped ? Optional.empty() : Optional.of(address);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
