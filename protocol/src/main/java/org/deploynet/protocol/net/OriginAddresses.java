package org.deploynet.protocol.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where an origin may be: on no private address, unless the owner of this process named that origin. A name is looked up
 * once and exactly the addresses that were checked are connected to, so that a name that changes its mind in between (DNS
 * rebinding) gains nothing. Safe from any thread; blocks on the look-up.
 */
public final class OriginAddresses {
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    /** The origin may not or cannot be asked. */
    public static final class Refused extends Exception {
        private final boolean isPrivate;

        Refused(String what, boolean isPrivate) {
            super(what);
            this.isPrivate = isPrivate;
        }

        /** Whether there are addresses, and all of them private ones. */
        public boolean isPrivate() {
            return isPrivate;
        }
    }

    private final Set<String> local;

    /** @param localOrigins the origins that may be on private addresses, as {@code http://host:port} */
    public OriginAddresses(Set<URI> localOrigins) {
        this.local = localOrigins.stream()
                .map(origin -> place(bare(origin.getHost()), port(origin)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The addresses of {@code host} that may be connected to, at least one. */
    public List<InetSocketAddress> resolve(String host, int port) throws Refused {
        InetAddress[] found;
        try {
            found = InetAddress.getAllByName(bare(host));
        } catch (UnknownHostException e) {
            throw new Refused("the origin's name " + host + " has no address", false);
        }
        boolean localAllowed = local.contains(place(bare(host), port));
        List<InetSocketAddress> allowed = Stream.of(found)
                .filter(address -> localAllowed || !PrivateAddresses.contains(address))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
        if (allowed.isEmpty()) {
            throw new Refused("the origin " + host + ":" + port + " is on a private address", true);
        }
        return allowed;
    }

    /** Scheme, host and port as a browser writes them in an {@code Origin} header. */
    public static String canonical(URI origin) {
        String scheme = String.valueOf(origin.getScheme()).toLowerCase(Locale.ROOT);
        String host = String.valueOf(origin.getHost()).toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
        return scheme + "://" + host + (port(origin) == standard ? "" : ":" + port(origin));
    }

    private static int port(URI origin) {
        if (origin.getPort() >= 0) {
            return origin.getPort();
        }
        return "https".equalsIgnoreCase(origin.getScheme()) ? HTTPS_PORT : HTTP_PORT;
    }

    private static String place(String host, int port) {
        return host.toLowerCase(Locale.ROOT) + " " + port;
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
