package org.deploynet.engine.history;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What moved in each step of the wall clock, by the second since 1970 at which the step begins. Only steps in which something
 * moved are here. Old ones are dropped by their number, never by their age: a clock that jumps ahead for a moment must not
 * wipe out what was there. For the thread that holds the book's lock.
 */
final class Steps {
    private final int seconds;
    private final int atMost;
    private final TreeMap<Long, Figures> byStart = new TreeMap<>();
    private final Set<Long> unkept = new HashSet<>();

    Steps(int seconds, int atMost) {
        this.seconds = seconds;
        this.atMost = atMost;
    }

    int seconds() {
        return seconds;
    }

    /** What the table has. */
    void load(Map<Long, Figures> kept) {
        byStart.putAll(kept);
        prune();
    }

    void add(long atSecond, Figures moved) {
        long start = startOf(atSecond);
        byStart.merge(start, moved, Figures::plus);
        unkept.add(start);
        prune();
    }

    private void prune() {
        while (byStart.size() > atMost) {
            byStart.pollFirstEntry();
        }
    }

    /** The sum from second {@code from} to before {@code to}. */
    Figures sum(long from, long to) {
        return from < to
                ? byStart.subMap(from, to).values().stream().reduce(Figures.NONE, Figures::plus)
                : Figures.NONE;
    }

    long startOf(long atSecond) {
        return Math.floorDiv(atSecond, (long) seconds) * seconds;
    }

    /** What the table does not have yet, and all that is older than {@code oldest} is to be dropped there. */
    record Change(int seconds, Map<Long, Figures> rows, long oldest) {}

    Change takeUnkept() {
        var rows = new TreeMap<Long, Figures>();
        for (long start : unkept) {
            Figures figures = byStart.get(start);
            if (figures != null) {
                rows.put(start, figures);
            }
        }
        unkept.clear();
        return new Change(seconds, rows, byStart.size() < atMost ? Long.MIN_VALUE : byStart.firstKey());
    }

    /** They could not be written after all. */
    void stillUnkept(Change change) {
        unkept.addAll(change.rows().keySet());
    }
}
