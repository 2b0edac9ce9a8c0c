package org.deploynet.engine.fill;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.deploynet.engine.limits.Ticker;
import org.deploynet.protocol.content.ObjectId;

/**
 * Who is fetching an object now: one at a time, whichever site named it; the others wait in the order they came. After two
 * minutes it is the next one's turn, so that a site whose origin drips cannot keep an object from all others. Safe from any
 * thread.
 */
final class Flights {
    private static final long TURN_NANOS = TimeUnit.MINUTES.toNanos(2);

    private final Ticker ticker;
    private final Map<ObjectId, Flight> flights = new HashMap<>();

    Flights(Ticker ticker) {
        this.ticker = ticker;
    }

    /** {@code users} have it or wait for it, and keep it in the map. */
    private static final class Flight {
        final Semaphore turn = new Semaphore(1, true);
        int users;
    }

    /** The sole right to fetch an object; close it to pass it on. */
    final class Turn implements AutoCloseable {
        private final ObjectId id;
        private final Flight flight;
        private final long begunAt = ticker.nanos();

        private Turn(ObjectId id, Flight flight) {
            this.id = id;
            this.flight = flight;
        }

        /** Whether it is to be closed at the next piece, for another who waits. */
        boolean isUp() {
            return flight.turn.hasQueuedThreads() && ticker.nanos() - begunAt >= TURN_NANOS;
        }

        @Override
        public void close() {
            flight.turn.release();
            leave(id, flight);
        }
    }

    /** Returns when nobody else fetches it any more. */
    Turn await(ObjectId id) throws InterruptedException {
        Flight flight = join(id);
        try {
            flight.turn.acquire();
        } catch (InterruptedException e) {
            leave(id, flight);
            throw e;
        }
        return new Turn(id, flight);
    }

    private synchronized Flight join(ObjectId id) {
        Flight flight = flights.computeIfAbsent(id, key -> new Flight());
        flight.users++;
        return flight;
    }

    private synchronized void leave(ObjectId id, Flight flight) {
        flight.users--;
        if (flight.users == 0) {
            flights.remove(id);
        }
    }
}
