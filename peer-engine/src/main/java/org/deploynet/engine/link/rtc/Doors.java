package org.deploynet.engine.link.rtc;

import java.io.IOException;
import java.net.DatagramSocket;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The ports that let the world in. libwebrtc opens a socket for each connection, so each takes one of them; while all are taken,
 * or held by another program, a connection uses whatever port the system gives and goes the way it goes without. Safe from any
 * thread.
 */
public final class Doors {
    private List<Door> open = List.of();
    private final Set<Integer> taken = new HashSet<>();

    /** One door, until it is closed. */
    static final class Taken implements AutoCloseable {
        private final Door door;
        private final Runnable giveBack;

        private Taken(Door door, Runnable giveBack) {
            this.door = door;
            this.giveBack = giveBack;
        }

        Door door() {
            return door;
        }

        /** Only after the socket on it is closed. */
        @Override
        public void close() {
            giveBack.run();
        }
    }

    /** From now on these and no others; who has taken one keeps it. The first are taken first. */
    public synchronized void open(Collection<Door> doors) {
        open = List.copyOf(doors);
    }

    /** Whether there are such ports, and the next connection has none of them. */
    public synchronized boolean areAllTaken() {
        return !open.isEmpty() && open.stream().allMatch(door -> taken.contains(door.port()));
    }

    synchronized Optional<Taken> take() {
        Optional<Door> free = open.stream()
                .filter(door -> !taken.contains(door.port()))
                .filter(Doors::isUnused)
                .findFirst();
        free.ifPresent(door -> taken.add(door.port()));
        return free.map(door -> new Taken(door, () -> giveBack(door)));
    }

    private synchronized void giveBack(Door door) {
        taken.remove(door.port());
    }

    // A connection that cannot have its port has no candidate at all.
    private static boolean isUnused(Door door) {
        try (var socket = new DatagramSocket(door.port())) {
            return socket.isBound();
        } catch (IOException inUse) {
            return false;
        }
    }
}
