package org.deploynet.engine.nat;

import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.deploynet.protocol.Check;

/**
 * What happened to this machine's network until it was settled again. Immutable. The addresses are for no log; {@link #kinds} are.
 *
 * @param now what there is since
 * @param gone addresses that are not there any more: what is bound to one is dead, though nothing else says so
 * @param kinds what changed; an address that went and came back counts
 */
public record NetworkChange(NetworkState now, Set<InetAddress> gone, Set<Kind> kinds) {
    /** What can change. */
    public enum Kind {
        /** An address came or went. */
        ADDRESS,
        /** Packets to the outside take another way. */
        ROUTE,
        /** This process did not run for a while: the machine was suspended, or the process stopped. */
        RESUMED
    }

    public NetworkChange {
        gone = Set.copyOf(gone);
        kinds = Set.copyOf(kinds);
        Check.that(!kinds.isEmpty(), "nothing changed");
        Check.that(gone.stream().noneMatch(now.addresses()::contains), "an address is gone and there");
    }

    static NetworkChange between(NetworkState before, NetworkState now, EnumSet<Kind> kinds) {
        return new NetworkChange(
                now,
                before.addresses().stream()
                        .filter(address -> !now.addresses().contains(address))
                        .collect(Collectors.toUnmodifiableSet()),
                kinds);
    }

    /** Whether there is any network to speak of. */
    public boolean isOnline() {
        return !now.addresses().isEmpty();
    }
}
