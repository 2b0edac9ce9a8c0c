package org.deploynet.benchmarks.endurance;

import java.util.List;

/** The straight line through points by least squares. {@code error} is the slope's standard error. */
record StraightLine(double slope, double error) {
    /** A point. */
    record Point(double x, double y) {}

    /** Of at least three points. */
    static StraightLine through(List<Point> points) {
        double meanX = points.stream().mapToDouble(Point::x).average().orElseThrow();
        double meanY = points.stream().mapToDouble(Point::y).average().orElseThrow();
        double squares = points.stream().mapToDouble(p -> square(p.x() - meanX)).sum();
        double slope = points.stream()
                        .mapToDouble(p -> (p.x() - meanX) * (p.y() - meanY))
                        .sum()
                / squares;
        double residuals = points.stream()
                .mapToDouble(p -> square(p.y() - meanY - slope * (p.x() - meanX)))
                .sum();
        return new StraightLine(slope, Math.sqrt(residuals / (points.size() - 2) / squares));
    }

    private static double square(double x) {
        return x * x;
    }
}
