package org.deploynet.desktop.tray.icon;

import java.util.stream.Stream;

/**
 * A flat figure, known by how far a point is outside of it (negative inside), on a field of 64 by 64 like the artwork in
 * {@code icons/}. Immutable. Drawn by hand because AWT or JavaFX would double the memory of a tray without a window.
 */
interface Plane {
    double distance(double x, double y);

    static Plane disc(double centerX, double centerY, double radius) {
        return (x, y) -> Math.hypot(x - centerX, y - centerY) - radius;
    }

    static Plane ring(double centerX, double centerY, double radius, double width) {
        return (x, y) -> Math.abs(Math.hypot(x - centerX, y - centerY) - radius) - width / 2;
    }

    /** A line with round ends. */
    static Plane line(double fromX, double fromY, double toX, double toY, double width) {
        double alongX = toX - fromX;
        double alongY = toY - fromY;
        double square = alongX * alongX + alongY * alongY;
        return (x, y) -> {
            double share = Math.clamp(((x - fromX) * alongX + (y - fromY) * alongY) / square, 0, 1);
            return Math.hypot(x - fromX - share * alongX, y - fromY - share * alongY) - width / 2;
        };
    }

    static Plane together(Plane... planes) {
        return (x, y) -> Stream.of(planes)
                .mapToDouble(plane -> plane.distance(x, y))
                .min()
                .orElse(Double.MAX_VALUE);
    }

    default Plane without(Plane hole) {
        return (x, y) -> Math.max(distance(x, y), -hole.distance(x, y));
    }
}
