package org.deploynet.engine.nat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.stream.Collectors;

/** The addresses of this machine's interfaces at this moment. Safe from any thread. */
public final class OwnAddresses {
    private static final System.Logger LOG = System.getLogger(OwnAddresses.class.getName());

    private OwnAddresses() {}

    /** None where the system does not tell. */
    public static Set<InetAddress> now() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            LOG.log(System.Logger.Level.DEBUG, "this machine does not tell its addresses", e);
            return Set.of();
        }
    }
}
