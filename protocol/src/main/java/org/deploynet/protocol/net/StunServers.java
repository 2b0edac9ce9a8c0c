package org.deploynet.protocol.net;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The STUN servers that the network names, as far as this computer may send packets to them: {@code stun:host:port} (RFC 7064)
 * with the address in numbers, which is looked up here and is no private one. All else is left out, also what libwebrtc would
 * refuse and with it every connection. Safe from any thread; blocks on the look-up.
 */
public final class StunServers {
    private static final System.Logger LOG = System.getLogger(StunServers.class.getName());
    private static final Pattern URL = Pattern.compile(
            "stun:(\\[(?<six>[0-9a-fA-F:.]{2,45})]|(?<host>[A-Za-z0-9.-]{1,253}))(:(?<port>[0-9]{1,5}))?");
    private static final String PORT = "3478";

    private final Candidates candidates;
    private final Names names;

    /** Looks up a name. */
    @FunctionalInterface
    public interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    public StunServers(Candidates candidates, Names names) {
        this.candidates = candidates;
        this.names = names;
    }

    /** Of each the first address that may be used. */
    public List<String> allowed(List<String> urls) {
        return urls.stream()
                .flatMap(url -> addresses(url).stream().limit(1))
                .map(found -> "stun:" + Endpoints.inNumbers(found))
                .toList();
    }

    /** Of each the first address of IPv4 and the first of IPv6 that may be used. */
    public List<InetSocketAddress> addresses(List<String> urls) {
        return urls.stream()
                .flatMap(url -> {
                    List<InetSocketAddress> found = addresses(url);
                    return Stream.concat(
                            found.stream().filter(StunServers::isIpv4).limit(1),
                            found.stream().filter(at -> !isIpv4(at)).limit(1));
                })
                .distinct()
                .toList();
    }

    private static boolean isIpv4(InetSocketAddress at) {
        return at.getAddress() instanceof Inet4Address;
    }

    private List<InetSocketAddress> addresses(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            LOG.log(System.Logger.Level.WARNING, "the network names a STUN server that is none: {0}", url);
            return List.of();
        }
        int port = Integer.parseInt(Optional.ofNullable(parts.group("port")).orElse(PORT));
        String host = Optional.ofNullable(parts.group("six")).orElseGet(() -> parts.group("host"));
        List<InetSocketAddress> addresses = lookUp(host)
                .filter(found -> candidates.allows(found, port))
                .map(found -> new InetSocketAddress(found, port))
                .toList();
        if (addresses.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "the STUN server {0} has no address that may be used", url);
        }
        return addresses;
    }

    private Stream<InetAddress> lookUp(String host) {
        try {
            return Stream.of(names.addresses(host));
        } catch (UnknownHostException e) {
            return Stream.empty();
        }
    }
}
