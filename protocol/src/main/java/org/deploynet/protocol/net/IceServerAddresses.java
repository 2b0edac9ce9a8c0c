package org.deploynet.protocol.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * To which addresses of a STUN or TURN server this computer may send packets: the one rule for both. A name is looked up here,
 * so that nothing behind it looks it up again and finds another address. Safe from any thread; blocks on the look-up.
 */
public final class IceServerAddresses {
    private final Candidates candidates;
    private final Names names;

    /** Looks up a name. */
    @FunctionalInterface
    public interface Names {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    public IceServerAddresses(Candidates candidates, Names names) {
        this.candidates = candidates;
        this.names = names;
    }

    /** Those that are no private ones, as the owner's rules say; in the order of the look-up. */
    public List<InetSocketAddress> of(IceServerUrl url) {
        return lookUp(url.host())
                .filter(found -> candidates.allows(found, url.port()))
                .map(found -> new InetSocketAddress(found, url.port()))
                .toList();
    }

    private Stream<InetAddress> lookUp(String host) {
        try {
            return Stream.of(names.addresses(host));
        } catch (UnknownHostException e) {
            return Stream.empty();
        }
    }
}
