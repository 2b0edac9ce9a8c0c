package org.deploynet.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What moved in steps of equal length, oldest first; steps in which nothing moved are there, with zeros. The last step of
 * every range but {@code MINUTE} is still running, and ends at {@code until}. Immutable.
 */
public record History(Range range, Instant until, List<Point> points) {
    public History {
        points = List.copyOf(points);
    }

    /** How far back to look, and in which steps. */
    public enum Range {
        MINUTE(Duration.ofSeconds(1), 60),
        HOUR(Duration.ofMinutes(1), 60),
        DAY(Duration.ofMinutes(5), 288),
        MONTH(Duration.ofHours(1), 720);

        private final Duration step;
        private final int steps;

        Range(Duration step, int steps) {
            this.step = step;
            this.steps = steps;
        }

        public Duration step() {
            return step;
        }

        public int steps() {
            return steps;
        }
    }

    /**
     * One step. {@code upBytes} is payload sent to browsers, {@code downBytes} what origins sent; {@code microcredits} are
     * measured by the receipts that came in this step, {@code confirmedMicrocredits} were posted by the network in it,
     * whenever they were earned.
     */
    public record Point(
            Instant from, long upBytes, long downBytes, long pieces, long microcredits, long confirmedMicrocredits) {}

    /** How long the step at {@code point} lasted, the running one so far; more than zero. */
    public double seconds(int point) {
        Instant from = points.get(point).from();
        Instant end = point + 1 < points.size() ? points.get(point + 1).from() : until;
        return Math.max(1, Duration.between(from, end).toMillis()) / 1000.0;
    }
}
