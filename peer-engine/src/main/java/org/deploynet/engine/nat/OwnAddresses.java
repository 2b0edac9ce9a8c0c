package org.deploynet.engine.nat;

import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The addresses of this machine's interfaces at this moment. Safe from any thread. */
public final class OwnAddresses {
    private static final System.Logger LOG = System.getLogger(OwnAddresses.class.getName());
    /** In nobody's network (RFC 5737, RFC 3849), and so behind the default route. */
    private static final Set<String> OUTSIDE = Set.of("192.0.2.1", "2001:db8::1");

    private static final int DISCARD = 9;

    private OwnAddresses() {}

    /** None where the system does not tell. */
    public static Set<InetAddress> now() {
        return of(any -> true, any -> true);
    }

    /** Those by which others could reach this machine now, none where the system does not tell. */
    static Set<InetAddress> usable() {
        return of(
                OwnAddresses::isUp,
                address ->
                        !address.isLoopbackAddress() && !address.isLinkLocalAddress() && !address.isAnyLocalAddress());
    }

    private static Set<InetAddress> of(Predicate<NetworkInterface> interfaces, Predicate<InetAddress> addresses) {
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(interfaces)
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(addresses)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            LOG.log(System.Logger.Level.DEBUG, "this machine does not tell its addresses", e);
            return Set.of();
        }
    }

    // One that vanishes while it is looked at is not up.
    private static boolean isUp(NetworkInterface each) {
        try {
            return each.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    /** From which packets to the outside would be sent, of each family that has a way there. Nothing is sent. */
    static Set<InetAddress> sources() {
        return OUTSIDE.stream()
                .map(InetAddress::ofLiteral)
                .flatMap(destination -> source(destination).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** From which packets to {@code destination} would be sent, if there is a way there. Nothing is sent. */
    public static Optional<InetAddress> source(InetAddress destination) {
        // To connect a socket of UDP asks the system's routes and nobody else.
        try (var socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(destination, DISCARD));
            return Optional.of(socket.getLocalAddress()).filter(found -> !found.isAnyLocalAddress());
        } catch (SocketException | UncheckedIOException noWay) {
            return Optional.empty();
        }
    }
}
