package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The messages that ask one host for its device description (UPnP Device Architecture 1.1 §1.3.2 and §1.3.3). The search is sent to the
 * gateway alone and never to the multicast group: nobody else on the network needs to know, and nobody else's answer counts. Safe
 * from any thread.
 */
final class SsdpSearch {
    static final int PORT = 1900;

    private static final int MAX_LINES = 64;

    private SsdpSearch() {}

    /** One for each version of the device: those of the second should answer to the first too, and not all do. */
    static List<byte[]> questions(InetAddress gateway) {
        return List.of(question(gateway, 1), question(gateway, 2));
    }

    private static byte[] question(InetAddress gateway, int version) {
        return ("M-SEARCH * HTTP/1.1\r\n"
                        + "HOST: " + gateway.getHostAddress() + ":" + PORT + "\r\n"
                        + "MAN: \"ssdp:discover\"\r\n"
                        + "MX: 1\r\n"
                        + "ST: urn:schemas-upnp-org:device:InternetGatewayDevice:" + version + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Where the description is; empty for what is no answer to a search.
     *
     * @throws RouterException {@code FOREIGN_ADDRESS} if it is said to be on another host
     */
    static Optional<URI> location(byte[] datagram, InetAddress gateway) throws RouterException {
        List<String> lines = new String(datagram, StandardCharsets.ISO_8859_1)
                .lines()
                .limit(MAX_LINES)
                .toList();
        if (lines.isEmpty() || !lines.getFirst().matches("HTTP/1\\.[01] 200( .*)?")) {
            return Optional.empty();
        }
        Optional<String> location = lines.stream()
                .skip(1)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("location:"))
                .map(line -> line.substring("location:".length()).strip())
                .findFirst();
        return location.isPresent() ? Optional.of(GatewayUrl.of(gateway, location.orElseThrow())) : Optional.empty();
    }
}
