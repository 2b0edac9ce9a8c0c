package org.deploynet.signaling.pairing;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deploynet.protocol.net.IceServerUrl;
import org.deploynet.protocol.net.PrivateAddresses;
import org.deploynet.protocol.signaling.Reachability;

/**
 * How a browser is reached, read from the candidates of one link (RFC 8839) before they are filtered: what a STUN server saw of its
 * socket ({@code srflx}), once for each of them that saw something else. Browsers hide their own addresses, but then use the default
 * route alone (RFC 8828 §5.2), so that all {@code srflx} candidates without a base have the same one. Keeps no more than a few
 * addresses until the link is over. Whoever touches it holds the link's monitor.
 */
public final class VisitorReach {
    private static final int MAX_SEEN = 40;
    private static final Pattern CANDIDATE = Pattern.compile(
            "candidate:\\S{1,32} 1 [Uu][Dd][Pp] [0-9]{1,10} (?<address>\\S{1,253}) (?<port>[0-9]{1,5})"
                    + " typ (?<type>host|srflx)(?: raddr (?<base>[0-9a-fA-F:.]{2,45}) rport (?<basePort>[0-9]{1,5}))?(?: .*)?");

    private final int endpoints;
    /** By the socket they are of, where STUN servers saw it. */
    private final Map<String, Set<String>> mappings = new HashMap<>();

    private int seen;
    private boolean hasHost;
    private boolean isUntranslated;
    private boolean hasIpv6;
    private boolean isComplete;

    /** @param endpoints STUN servers for IPv4 that the browser was told, each with another address or port */
    public VisitorReach(int endpoints) {
        this.endpoints = endpoints;
    }

    /** Those of them that answer over IPv4; a name is taken for one that does. */
    public static int endpoints(List<String> stun) {
        return (int) stun.stream()
                .flatMap(url -> IceServerUrl.read(url).stream())
                .filter(url -> url.host().indexOf(':') < 0)
                .distinct()
                .count();
    }

    /** The candidates that an offer has in it. */
    public void sawOffer(String sdp) {
        sdp.lines().filter(line -> line.startsWith("a=candidate:")).forEach(line -> saw(line.substring("a=".length())));
        isComplete |= sdp.lines().anyMatch("a=end-of-candidates"::equals);
    }

    /** A candidate as in trickle ICE; an empty one means there are no more. */
    public void saw(String candidate) {
        if (candidate.isEmpty()) {
            isComplete = true;
            return;
        }
        Matcher fields = CANDIDATE.matcher(candidate);
        if (seen++ >= MAX_SEEN || !fields.matches()) {
            return;
        }
        Optional<InetAddress> address = number(fields.group("address"));
        boolean isIpv6 = address.filter(Inet6Address.class::isInstance).isPresent();
        if (isIpv6) {
            hasIpv6 |= !PrivateAddresses.contains(address.get());
        } else if (fields.group("type").equals("host")) {
            hasHost = true;
            isUntranslated |=
                    address.filter(own -> !PrivateAddresses.contains(own)).isPresent();
        } else if (address.isPresent()) {
            mappings.computeIfAbsent(base(fields), _ -> new HashSet<>())
                    .add(fields.group("address") + " " + fields.group("port"));
        }
    }

    private static String base(Matcher fields) {
        String base = Optional.ofNullable(fields.group("base")).orElse("0.0.0.0");
        return base.equals("0.0.0.0") ? "hidden" : base + " " + fields.group("basePort");
    }

    /** As far as it can be told by now. */
    public Reach now() {
        return new Reach(nat(), hasIpv6);
    }

    private Reachability nat() {
        if (mappings.values().stream().anyMatch(ofOne -> ofOne.size() > 1)) {
            return Reachability.STRICT;
        }
        if (isUntranslated) {
            return Reachability.OPEN;
        }
        // One of them may still be under way, and one alone has nothing to compare.
        if (!mappings.isEmpty()) {
            return isComplete && endpoints > 1 ? Reachability.MODERATE : Reachability.UNKNOWN;
        }
        return isComplete && hasHost && endpoints > 0 ? Reachability.BLOCKED : Reachability.UNKNOWN;
    }

    private static Optional<InetAddress> number(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }
}
