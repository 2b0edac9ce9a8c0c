package org.deploynet.engine.nat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import org.deploynet.engine.nat.NetworkChange.Kind;

/**
 * Makes one event of looks at the network that differ: an interface that comes up gets its addresses and routes one after the other.
 * One thread.
 */
final class ChangeSettler {
    /** So long nothing may change before it is told. */
    static final Duration QUIET = Duration.ofSeconds(1);
    /**
     * Nobody looked for so long by either clock: the one on the wall goes on while a machine is suspended, the monotonic one only while a
     * process is stopped. A wall clock that is set forward looks the same, and costs a ping and a test.
     */
    static final Duration AWAY = Duration.ofSeconds(8);

    private final EnumSet<Kind> kinds = EnumSet.noneOf(Kind.class);
    private NetworkState told;
    private NetworkState seen;
    private long seenNanos;
    private long seenMillis;
    private long changedNanos;

    /** @param nanos by the monotonic clock, {@code millis} by the one on the wall */
    ChangeSettler(NetworkState first, long nanos, long millis) {
        this.told = first;
        this.seen = first;
        this.seenNanos = nanos;
        this.seenMillis = millis;
    }

    /** What there is now; a change once it is settled. */
    Optional<NetworkChange> look(NetworkState now, long nanos, long millis) {
        EnumSet<Kind> since = since(now, nanos, millis);
        if (!since.isEmpty()) {
            kinds.addAll(since);
            changedNanos = nanos;
        }
        seen = now;
        seenNanos = nanos;
        seenMillis = millis;
        return isSettling() && nanos - changedNanos >= QUIET.toNanos() ? Optional.of(settled()) : Optional.empty();
    }

    /** Whether something changed that is not told yet. */
    boolean isSettling() {
        return !kinds.isEmpty();
    }

    private EnumSet<Kind> since(NetworkState now, long nanos, long millis) {
        var found = EnumSet.noneOf(Kind.class);
        if (!now.addresses().equals(seen.addresses())) {
            found.add(Kind.ADDRESS);
        }
        if (!now.isRoutedAs(seen)) {
            found.add(Kind.ROUTE);
        }
        if (nanos - seenNanos >= AWAY.toNanos() || millis - seenMillis >= AWAY.toMillis()) {
            found.add(Kind.RESUMED);
        }
        return found;
    }

    private NetworkChange settled() {
        var change = NetworkChange.between(told, seen, kinds);
        told = seen;
        kinds.clear();
        return change;
    }
}
