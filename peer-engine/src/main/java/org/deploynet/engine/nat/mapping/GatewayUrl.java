package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.net.URI;
import org.deploynet.control.nat.MappingOutcome;

/**
 * The addresses that a router may name: plain HTTP on itself, written in numbers. A name is refused, since looking it up would already
 * ask somebody else. Safe from any thread.
 */
final class GatewayUrl {
    private static final int MAX_CHARS = 512;

    private GatewayUrl() {}

    /**
     * Reads an address.
     *
     * @throws RouterException {@code INVALID_ANSWER} for what is no HTTP address, {@code FOREIGN_ADDRESS} for one elsewhere
     */
    static URI of(InetAddress gateway, String text) throws RouterException {
        return checked(gateway, parse(text));
    }

    /** As {@link #of}, for an address that may be relative to {@code base}. */
    static URI resolve(InetAddress gateway, URI base, String text) throws RouterException {
        return checked(gateway, base.resolve(parse(text)));
    }

    private static URI parse(String text) throws RouterException {
        if (text.length() > MAX_CHARS) {
            throw RouterException.invalid("an address of " + text.length() + " characters");
        }
        try {
            return URI.create(text.strip());
        } catch (IllegalArgumentException e) {
            throw RouterException.invalid("no address");
        }
    }

    private static URI checked(InetAddress gateway, URI address) throws RouterException {
        String host = address.getHost();
        boolean usable = "http".equalsIgnoreCase(address.getScheme())
                && host != null
                && address.getRawUserInfo() == null
                && address.getPort() <= 65_535
                && address.getPort() != 0;
        if (!usable) {
            throw RouterException.invalid("no HTTP address");
        }
        if (!isLiteral(gateway, host)) {
            throw new RouterException(MappingOutcome.FOREIGN_ADDRESS, 0, "the gateway points at another host");
        }
        return address;
    }

    private static boolean isLiteral(InetAddress gateway, String host) {
        try {
            return InetAddress.ofLiteral(host).equals(gateway);
        } catch (IllegalArgumentException name) {
            return false;
        }
    }
}
