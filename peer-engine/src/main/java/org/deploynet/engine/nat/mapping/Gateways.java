package org.deploynet.engine.nat.mapping;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The routers that this machine sends everything to that is not near. */
@FunctionalInterface
public interface Gateways {
    /** The addresses of the default gateways, the preferred one first; empty where this system's routes cannot be read here. */
    Optional<List<InetAddress>> defaults();

    /**
     * Known on Linux, by the kernel's routes. On other systems unknown rather than guessed: that a router has the first address of its
     * network is a habit, and to send orders to whoever has it is not.
     */
    static Gateways ofThisMachine() {
        Path proc = Path.of("/proc/net");
        return Files.isReadable(proc.resolve("route")) ? new LinuxRoutes(proc) : Optional::empty;
    }
}
