package org.deploynet.benchmarks.endurance;

import java.util.concurrent.atomic.LongAdder;

/** What visitors have come to so far. Safe from any thread. */
final class Tally {
    private final LongAdder opened = new LongAdder();
    private final LongAdder drained = new LongAdder();
    private final LongAdder cut = new LongAdder();
    private final LongAdder turnedAway = new LongAdder();
    private final LongAdder pieces = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder wrong = new LongAdder();

    /**
     * What was counted by an instant.
     *
     * @param opened links on which a piece came
     * @param drained links that the super-peer ended in order, after all that it had taken on
     * @param cut links that brought nothing more of what was asked
     * @param turnedAway visitors to whom nobody promised anything: no super-peer, or one that refuses what is new
     * @param pieces verified ones, of {@code bytes} together
     * @param wrong pieces that were not what their hash says
     */
    record Sums(long opened, long drained, long cut, long turnedAway, long pieces, long bytes, long wrong) {
        /** From {@link #words}. */
        static Sums of(long[] figures) {
            return new Sums(figures[0], figures[1], figures[2], figures[3], figures[4], figures[5], figures[6]);
        }

        String words() {
            return opened + " " + drained + " " + cut + " " + turnedAway + " " + pieces + " " + bytes + " " + wrong;
        }
    }

    void opened() {
        opened.increment();
    }

    void drained() {
        drained.increment();
    }

    void cut() {
        cut.increment();
    }

    void turnedAway() {
        turnedAway.increment();
    }

    void verified(int length) {
        pieces.increment();
        bytes.add(length);
    }

    void wrong() {
        wrong.increment();
    }

    Sums sums() {
        return new Sums(
                opened.sum(), drained.sum(), cut.sum(), turnedAway.sum(), pieces.sum(), bytes.sum(), wrong.sum());
    }
}
