package org.deploynet.benchmarks.rig;

import java.io.PrintStream;
import java.util.Locale;

/** Where a benchmark or a proof says what it found. */
public record Findings(PrintStream out) {
    public void say(String format, Object... figures) {
        out.printf(Locale.ROOT, format + "%n", figures);
    }

    public static String reached(boolean is) {
        return is ? "reached" : "missed";
    }
}
