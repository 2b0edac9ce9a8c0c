package org.deploynet.engine.link.rtc;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deploynet.protocol.net.Candidates;

/**
 * The STUN servers that the network names, as far as native code may send packets to them: {@code stun:host:port} (RFC 7064)
 * with the address in numbers, which is looked up here and is no private one. All else is left out, also what libwebrtc would
 * refuse and with it every connection. Safe from any thread; blocks on the look-up.
 */
final class StunServers {
    private static final System.Logger LOG = System.getLogger(StunServers.class.getName());
    private static final Pattern URL = Pattern.compile(
            "stun:(\\[(?<six>[0-9a-fA-F:.]{2,45})]|(?<host>[A-Za-z0-9.-]{1,253}))(:(?<port>[0-9]{1,5}))?");
    private static final String PORT = "3478";

    private final Candidates candidates;
    private final Names names;

    /** Looks up a name. */
    @FunctionalInterface
    interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    StunServers(Candidates candidates, Names names) {
        this.candidates = candidates;
        this.names = names;
    }

    /** Of each the first address that may be used. */
    List<String> allowed(List<String> urls) {
        return urls.stream().flatMap(url -> allowed(url).stream()).toList();
    }

    private Optional<String> allowed(String url) {
        Matcher parts = URL.matcher(url);
        if (!parts.matches()) {
            LOG.log(System.Logger.Level.WARNING, "the network names a STUN server that is none: {0}", url);
            return Optional.empty();
        }
        int port = Integer.parseInt(Optional.ofNullable(parts.group("port")).orElse(PORT));
        String host = Optional.ofNullable(parts.group("six")).orElseGet(() -> parts.group("host"));
        Optional<InetAddress> address =
                lookUp(host).filter(found -> candidates.allows(found, port)).findFirst();
        if (address.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "the STUN server {0} has no address that may be used", url);
        }
        return address.map(found -> "stun:" + literal(found) + ":" + port);
    }

    private Stream<InetAddress> lookUp(String host) {
        try {
            return Stream.of(names.addresses(host));
        } catch (UnknownHostException e) {
            return Stream.empty();
        }
    }

    private static String literal(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
