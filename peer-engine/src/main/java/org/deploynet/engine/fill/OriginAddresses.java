package org.deploynet.engine.fill;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.deploynet.protocol.net.PrivateAddresses;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Turns an origin's name into the addresses that may be connected to: looked up once, checked, and exactly these are used,
 * so that a name that changes its mind between check and connection (DNS rebinding) gains nothing. Safe from any thread.
 */
public final class OriginAddresses implements SocketAddressResolver {
    private final Set<String> localAllowed;

    /** @param localOrigins the origins that the owner lets be on private addresses, as {@code http://host:port} */
    public OriginAddresses(Set<URI> localOrigins) {
        localAllowed = localOrigins.stream().map(OriginAddresses::key).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void resolve(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        Thread.ofVirtual().name("origin-lookup").start(() -> look(host, port, promise));
    }

    private void look(String host, int port, Promise<List<InetSocketAddress>> promise) {
        try {
            promise.succeeded(addresses(host, port));
        } catch (OriginException e) {
            promise.failed(e);
        }
    }

    private List<InetSocketAddress> addresses(String host, int port) throws OriginException {
        try {
            boolean local = localAllowed.contains(key(host, port));
            List<InetSocketAddress> allowed = Arrays.stream(InetAddress.getAllByName(withoutBrackets(host)))
                    .filter(address -> local || !PrivateAddresses.contains(address))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
            if (allowed.isEmpty()) {
                throw new OriginException(OriginException.Kind.PRIVATE_ADDRESS, host + " is a private address");
            }
            return allowed;
        } catch (UnknownHostException e) {
            throw new OriginException(OriginException.Kind.UNREACHABLE, host + " has no address", e);
        }
    }

    private static String key(URI origin) {
        int standard = "https".equalsIgnoreCase(origin.getScheme()) ? 443 : 80;
        return key(String.valueOf(origin.getHost()), origin.getPort() < 0 ? standard : origin.getPort());
    }

    private static String key(String host, int port) {
        return withoutBrackets(host).toLowerCase(Locale.ROOT) + " " + port;
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
