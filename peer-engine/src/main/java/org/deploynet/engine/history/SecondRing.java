package org.deploynet.engine.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What moved in each of the last two minutes' seconds, by the monotonic clock. For the thread that holds the book's lock. */
final class SecondRing {
    private static final int SECONDS = 120;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Figures[] slots = new Figures[SECONDS];
    private long newest;

    SecondRing(long nowNanos) {
        Arrays.fill(slots, Figures.NONE);
        newest = Math.floorDiv(nowNanos, NANOS);
    }

    /** Spreads {@code moved} evenly over the seconds between two readings: a late reading draws no peak. */
    void add(Figures moved, long fromNanos, long toNanos) {
        forward(toNanos);
        long from = Math.max(fromNanos, toNanos - (SECONDS - 1) * NANOS);
        Figures given = Figures.NONE;
        for (long second = Math.floorDiv(from, NANOS); second < newest; second++) {
            double share = (double) ((second + 1) * NANOS - from) / (toNanos - from);
            Figures upTo = moved.times(share);
            put(second, upTo.minus(given));
            given = upTo;
        }
        put(newest, moved.minus(given));
    }

    /** The last {@code count} seconds that are over. */
    List<Figures> last(int count, long nowNanos) {
        forward(nowNanos);
        var found = new ArrayList<Figures>(count);
        for (long second = newest - count; second < newest; second++) {
            found.add(slots[slot(second)]);
        }
        return found;
    }

    private void put(long second, Figures moved) {
        slots[slot(second)] = slots[slot(second)].plus(moved);
    }

    private void forward(long nowNanos) {
        long now = Math.floorDiv(nowNanos, NANOS);
        long steps = Math.min(now - newest, SECONDS);
        for (long step = 0; step < steps; step++) {
            slots[slot(now - step)] = Figures.NONE;
        }
        newest = Math.max(newest, now);
    }

    private static int slot(long second) {
        return Math.floorMod(second, SECONDS);
    }
}
