package org.deploynet.protocol.net;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The STUN servers that the network names, as far as this computer may send packets to them: {@code stun:host:port} (RFC 7064)
 * with the address in numbers, which is looked up here and is no private one. All else is left out, also what libwebrtc would
 * refuse and with it every connection. Safe from any thread; blocks on the look-up.
 */
public final class StunServers {
    private static final System.Logger LOG = System.getLogger(StunServers.class.getName());

    private final IceServerAddresses addresses;

    public StunServers(Candidates candidates, IceServerAddresses.Names names) {
        this.addresses = new IceServerAddresses(candidates, names);
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
        Optional<IceServerUrl> read = IceServerUrl.read(url).filter(parts -> !parts.isTurn());
        if (read.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "the network names a STUN server that is none: {0}", url);
            return List.of();
        }
        List<InetSocketAddress> found = addresses.of(read.get());
        if (found.isEmpty()) {
            LOG.log(System.Logger.Level.WARNING, "the STUN server {0} has no address that may be used", url);
        }
        return found;
    }
}
