package org.deploynet.signaling.socket;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** All open sockets, asked at regular times whether they still live. Safe from any thread. */
public final class Wires implements AutoCloseable {
    private static final Duration GREETING = Duration.ofSeconds(10);

    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private static final Duration PARTING = Duration.ofMillis(500);

    private final CountDownLatch empty = new CountDownLatch(1);
    private final Set<Wire> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer;
    private final Duration pingEvery;
    private volatile boolean closing;

    public Wires(ScheduledExecutorService timer, Duration pingEvery) {
        this.timer = timer;
        this.pingEvery = pingEvery;
    }

    public ScheduledFuture<?> start() {
        long nanos = pingEvery.toNanos();
        return timer.scheduleAtFixedRate(() -> open.forEach(Wire::ping), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    boolean add(Wire wire) {
        open.add(wire);
        if (closing) {
            return false;
        }
        var _ = timer.schedule(() -> closeSilent(wire), GREETING.toMillis(), TimeUnit.MILLISECONDS);
        return true;
    }

    /** Whether it was still there: a socket ends once. */
    boolean remove(Wire wire) {
        boolean was = open.remove(wire);
        if (closing && open.isEmpty()) {
            empty.countDown();
        }
        return was;
    }

    public int count() {
        return open.size();
    }

    /** Sends everybody away, with a status that means "come back", and waits a little until they have read it. */
    @Override
    public void close() {
        closing = true;
        open.forEach(Wire::goAway);
        if (open.isEmpty()) {
            return;
        }
        try {
            var _ = empty.await(PARTING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Who was told to go has a moment to read it. */
    void cutIfItStays(Wire wire) {
        if (closing) {
            return;
        }
        var _ = timer.schedule(
                () -> {
                    if (open.contains(wire)) {
                        wire.cut();
                    }
                },
                FAREWELL.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void closeSilent(Wire wire) {
        if (open.contains(wire) && !wire.isGreeted()) {
            wire.close("no hello in " + GREETING.toSeconds() + " s");
        }
    }
}
