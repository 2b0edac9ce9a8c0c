package org.deploynet.protocol.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which ICE candidates may reach native code or another party: UDP, with an address in numbers that is not private and a port
 * that is nobody's service. Names, also browsers' {@code .local} ones, are dropped; the peer-reflexive path connects without
 * them. Safe from any thread.
 */
public final class Candidates {
    private static final String OCTET = "(0|[1-9][0-9]{0,2})";
    // Of RFC 8839 the one spelling that all parsers read alike: single spaces and nothing around it.
    private static final Pattern CANDIDATE = Pattern.compile(
            "candidate:[A-Za-z0-9+/]{1,32} [0-9]{1,3} [Uu][Dd][Pp] [0-9]{1,10}"
                    + " (?<address>[0-9a-fA-F:.]{2,45}) (?<port>[0-9]{4,5}) typ (host|srflx|prflx|relay)( [\\x21-\\x7e]{1,256}){0,24}");
    private static final Pattern NUMERIC =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|([0-9a-fA-F]{0,4}:){2,8}[0-9a-fA-F]{0,4}");
    /** Below it are the ports of system services (RFC 6335); no browser's socket has one. */
    private static final int FIRST_PORT = 1024;

    /** Services that answer whoever sends them a datagram: SSDP, WS-Discovery, SIP, mDNS, LLMNR, CoAP, memcached. */
    private static final Set<Integer> SERVICES = Set.of(1900, 3702, 5060, 5061, 5353, 5355, 5683, 11_211);

    private enum Scope {
        PUBLIC,
        OWN_NETWORK,
        ALL
    }

    /** fc00::/7. */
    private static final int UNIQUE_LOCAL = 0xfc;

    private static final int UNIQUE_LOCAL_MASK = 0xfe;

    private final Scope scope;

    private Candidates(Scope scope) {
        this.scope = scope;
    }

    /** Drops private addresses: the rule. */
    public static Candidates publicOnly() {
        return new Candidates(Scope.PUBLIC);
    }

    /** Only the owner of this process opens the list ({@code --allow-local-peers}); no message can. */
    public static Candidates withLocal() {
        return new Candidates(Scope.ALL);
    }

    /**
     * With the addresses of a home's or an office's network (RFC 1918, RFC 4193) beside: for what a super-peer says of itself to
     * somebody who comes from there, never for what native code is told of others. Where all is allowed, that stays so.
     */
    public Candidates withOwnNetwork() {
        return scope == Scope.ALL ? this : new Candidates(Scope.OWN_NETWORK);
    }

    /** Whether a candidate attribute ({@code candidate:… 1 udp … ADDRESS PORT typ …}) may be used. */
    public boolean allows(String candidate) {
        Matcher fields = CANDIDATE.matcher(candidate);
        return fields.matches()
                && address(fields.group("address"))
                        .filter(address -> allows(address, Integer.parseInt(fields.group("port"))))
                        .isPresent();
    }

    /** Whether native code may send packets to this UDP port. */
    public boolean allows(InetAddress address, int port) {
        return isPort(port) && allows(address);
    }

    private boolean allows(InetAddress address) {
        return switch (scope) {
            case PUBLIC -> !PrivateAddresses.contains(address);
            case OWN_NETWORK -> !PrivateAddresses.contains(address) || isOfALocalNetwork(address);
            case ALL -> !address.isAnyLocalAddress() && !address.isMulticastAddress();
        };
    }

    private static boolean isOfALocalNetwork(InetAddress address) {
        return address instanceof Inet4Address
                ? address.isSiteLocalAddress()
                : (address.getAddress()[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
    }

    /** The session description without the candidates that may not be used. */
    public String filter(String sdp) {
        return sdp.lines()
                .filter(line -> !line.startsWith("a=candidate:") || allows(line.substring("a=".length())))
                .collect(Collectors.joining("\r\n", "", "\r\n"));
    }

    /** Whether it is nobody's service, whatever the address. */
    public static boolean isPort(int port) {
        return port >= FIRST_PORT && port <= 65_535 && !SERVICES.contains(port);
    }

    // Numbers only: a name would be looked up, and that look-up is itself a packet somebody else chose.
    // A leading zero means octal to some parsers and nothing to others, and so does a group of five digits; an IPv4
    // address inside an IPv6 one is never needed.
    private static Optional<InetAddress> address(String text) {
        if (!NUMERIC.matcher(text).matches()) {
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
