package org.deploynet.desktop.view;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.deploynet.control.History;
import org.deploynet.control.UploadLimit;

/**
 * What the upload graph draws, and its table lists: the history of one range with its scale. Immutable.
 *
 * @param steps oldest first
 * @param highest bytes a second of the fastest step
 */
public record UploadCurve(
        History.Range range,
        Instant from,
        Instant to,
        List<Step> steps,
        long highest,
        long bytes,
        UploadLimit limit,
        RateScale scale) {

    /** A step that has only begun says nothing of a rate yet: it is drawn once a tenth of it has passed. */
    private static final int LEAST_PART = 10;

    /** One step: its begin, its middle between 0 and 1 of the curve's time, what it carried. */
    public record Step(Instant from, double middle, long bytesPerSecond, long bytes, long microcredits) {}

    public UploadCurve {
        steps = List.copyOf(steps);
    }

    public static UploadCurve of(History history, UploadLimit limit) {
        Instant to = history.until();
        Instant from = history.points().isEmpty()
                ? to.minus(history.range().step().multipliedBy(history.range().steps()))
                : history.points().getFirst().from();
        double millis = Math.max(1, Duration.between(from, to).toMillis());
        var steps = new ArrayList<Step>();
        for (int i = 0; i < history.points().size(); i++) {
            History.Point point = history.points().get(i);
            double seconds = history.seconds(i);
            if (seconds * LEAST_PART < history.range().step().toSeconds()) {
                continue;
            }
            double middle = (Duration.between(from, point.from()).toMillis() + seconds * 500) / millis;
            steps.add(new Step(
                    point.from(),
                    Math.clamp(middle, 0, 1),
                    Math.round(point.upBytes() / seconds),
                    point.upBytes(),
                    point.microcredits()));
        }
        long highest = steps.stream().mapToLong(Step::bytesPerSecond).max().orElse(0);
        long bytes = steps.stream().mapToLong(Step::bytes).sum();
        return new UploadCurve(history.range(), from, to, steps, highest, bytes, limit, RateScale.of(highest, limit));
    }

    /** The step whose middle is nearest to {@code place} between 0 and 1; -1 of none. */
    public int nearest(double place) {
        int nearest = -1;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < steps.size(); i++) {
            double away = Math.abs(steps.get(i).middle() - place);
            if (away < least) {
                least = away;
                nearest = i;
            }
        }
        return nearest;
    }

    /** Where {@code at} lies between 0 and 1. */
    public double place(Instant at) {
        double millis = Math.max(1, Duration.between(from, to).toMillis());
        return Duration.between(from, at).toMillis() / millis;
    }
}
