package org.deploynet.engine.fill;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;

/**
 * The places at which something may be fetched, a few in all, and who gets the next one: manifests, then what the fewest
 * others keep, then what is smallest, so that a page is served from here early. No origin gets the last place, so that a slow
 * one does not hold up all others. Safe from any thread.
 */
final class FetchQueue {
    private final int places;
    private final TreeSet<Waiter> waiting = new TreeSet<>(Waiter.ORDER);
    private final Map<String, Integer> busyByOrigin = new HashMap<>();
    private int busy;
    private long arrivals;

    FetchQueue(int places) {
        this.places = places;
    }

    /** How much something is needed here. {@code holders} is how many others keep it, as far as is known. */
    record Rank(String origin, int holders, long bytes) {
        private static final int FIRST = -1;

        static Rank manifest(String origin) {
            return new Rank(origin, FIRST, 0);
        }
    }

    /** A place that is held; close it to let the next one in. */
    interface Place extends AutoCloseable {
        @Override
        void close();
    }

    private record Waiter(Rank rank, long arrival, Semaphore called) {
        static final Comparator<Waiter> ORDER = Comparator.comparingInt((Waiter waiter) -> waiter.rank.holders)
                .thenComparingLong(waiter -> waiter.rank.bytes)
                .thenComparingLong(Waiter::arrival);
    }

    Place enter(Rank rank) throws InterruptedException {
        Waiter waiter = line(rank);
        try {
            waiter.called.acquire();
        } catch (InterruptedException e) {
            giveUp(waiter);
            throw e;
        }
        return () -> leave(rank);
    }

    private synchronized Waiter line(Rank rank) {
        var waiter = new Waiter(rank, arrivals++, new Semaphore(0));
        waiting.add(waiter);
        callNext();
        return waiter;
    }

    private synchronized void giveUp(Waiter waiter) {
        if (!waiting.remove(waiter)) {
            leave(waiter.rank);
        }
    }

    private synchronized void leave(Rank rank) {
        busy--;
        busyByOrigin.merge(rank.origin, -1, (now, less) -> now + less == 0 ? null : now + less);
        callNext();
    }

    private void callNext() {
        for (Optional<Waiter> next = next(); next.isPresent(); next = next()) {
            Waiter called = next.get();
            waiting.remove(called);
            busy++;
            busyByOrigin.merge(called.rank.origin, 1, Integer::sum);
            called.called.release();
        }
    }

    private Optional<Waiter> next() {
        return busy == places
                ? Optional.empty()
                : waiting.stream()
                        .filter(waiter -> busyByOrigin.getOrDefault(waiter.rank.origin, 0) < places - 1)
                        .findFirst();
    }

    synchronized int waiting() {
        return waiting.size();
    }

    synchronized boolean isBusy() {
        return busy > 0;
    }
}
