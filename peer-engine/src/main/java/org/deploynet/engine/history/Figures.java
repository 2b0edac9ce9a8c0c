package org.deploynet.engine.history;

/**
 * What moved: payload bytes sent to browsers and pieces of it, bytes that origins sent, and microcredits measured by receipts
 * and confirmed by the network.
 */
public record Figures(long up, long down, long pieces, long measured, long confirmed) {
    public static final Figures NONE = new Figures(0, 0, 0, 0, 0);

    Figures plus(Figures other) {
        return new Figures(
                up + other.up,
                down + other.down,
                pieces + other.pieces,
                measured + other.measured,
                confirmed + other.confirmed);
    }

    Figures minus(Figures other) {
        return new Figures(
                up - other.up,
                down - other.down,
                pieces - other.pieces,
                measured - other.measured,
                confirmed - other.confirmed);
    }

    /** What was added since {@code before}; a counter that went back, as after damage, has added nothing. */
    Figures since(Figures before) {
        Figures difference = minus(before);
        return new Figures(
                Math.max(0, difference.up),
                Math.max(0, difference.down),
                Math.max(0, difference.pieces),
                Math.max(0, difference.measured),
                Math.max(0, difference.confirmed));
    }

    Figures times(double share) {
        return new Figures(
                (long) (up * share), (long) (down * share), (long) (pieces * share), (long) (measured * share), (long)
                        (confirmed * share));
    }
}
