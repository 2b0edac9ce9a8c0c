package org.deploynet.desktop.tray.icon;

import org.deploynet.desktop.tray.TrayShape;

/**
 * The tray icon of each state: the mark of {@code icons/deploynet.svg}, bolder, and never told apart by colour alone. Its nodes
 * are full when sharing and hollow when idle; a pause is two bars, a problem a triangle with an exclamation mark.
 */
public final class ShapePainter {
    private static final double FIELD = 64;
    private static final int OPAQUE = 255;

    private static final int GREEN = 0x0f9d74;
    private static final int GREY = 0x7d8790;
    private static final int BLUE = 0x4a86c8;
    private static final int ORANGE = 0xd9730d;

    private ShapePainter() {}

    public static Pixels paint(TrayShape shape, int side) {
        return switch (shape) {
            case SHARING -> fill(sharing(), GREEN, side);
            case IDLE -> fill(idle(), GREY, side);
            case PAUSED -> fill(paused(), BLUE, side);
            case PROBLEM -> fill(problem(), ORANGE, side);
        };
    }

    private static Plane sharing() {
        return Plane.together(
                Plane.disc(32, 32, 12),
                Plane.disc(32, 10.5, 7.5),
                Plane.disc(51, 44, 7.5),
                Plane.disc(13, 44, 7.5),
                orbit(Plane.together(Plane.disc(32, 10.5, 11), Plane.disc(51, 44, 11), Plane.disc(13, 44, 11))));
    }

    private static Plane idle() {
        Plane nodes = Plane.together(Plane.disc(32, 11.5, 9), Plane.disc(51, 43, 9), Plane.disc(13, 43, 9));
        return Plane.together(
                Plane.ring(32, 11.5, 6.5, 5), Plane.ring(51, 43, 6.5, 5), Plane.ring(13, 43, 6.5, 5), orbit(nodes));
    }

    private static Plane orbit(Plane gaps) {
        return Plane.ring(32, 32, 22.5, 5).without(gaps);
    }

    private static Plane paused() {
        Plane bars = Plane.together(Plane.line(25, 23, 25, 41, 7), Plane.line(39, 23, 39, 41, 7));
        return Plane.together(Plane.ring(32, 32, 25.5, 6), bars);
    }

    private static Plane problem() {
        Plane triangle = (x, y) -> Math.max(y - 53, Math.max(side(x, y, 1), side(x, y, -1)));
        Plane rounded = (x, y) -> triangle.distance(x, y) - 4;
        Plane mark = Plane.together(Plane.line(32, 25, 32, 38, 6.5), Plane.disc(32, 48, 4));
        return rounded.without(mark);
    }

    // How far outside the right (1) or left (-1) edge of a triangle with its tip at (32, 11) and its foot at y = 53.
    private static double side(double x, double y, int which) {
        double slope = 0.48;
        return (which * (x - 32) - slope * (y - 11)) / Math.hypot(1, slope);
    }

    // A pixel is covered as far as its centre is inside: right to a fraction of a pixel for figures with few corners.
    private static Pixels fill(Plane plane, int rgb, int side) {
        double scale = FIELD / side;
        var argb = new int[side * side];
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                double outside = plane.distance((column + 0.5) * scale, (row + 0.5) * scale) / scale;
                long alpha = Math.round(OPAQUE * Math.clamp(0.5 - outside, 0, 1));
                argb[row * side + column] = (int) alpha << 24 | rgb;
            }
        }
        return new Pixels(side, argb);
    }
}
