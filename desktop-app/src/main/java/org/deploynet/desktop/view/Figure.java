package org.deploynet.desktop.view;

/** A number and its unit, apart so that a screen can set them in two sizes. Immutable. */
public record Figure(String number, String unit) {
    // A line never breaks between the two.
    private static final char NO_BREAK_SPACE = '\u00a0';

    /** {@code 2.1 MB/s}. */
    public String text() {
        return unit.isEmpty() ? number : number + NO_BREAK_SPACE + unit;
    }
}
