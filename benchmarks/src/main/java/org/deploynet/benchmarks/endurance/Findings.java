package org.deploynet.benchmarks.endurance;

import java.io.PrintStream;
import java.util.Locale;

/** Where a proof says what it found. */
record Findings(PrintStream out) {
    void say(String format, Object... figures) {
        out.printf(Locale.ROOT, format + "%n", figures);
    }

    static String reached(boolean is) {
        return is ? "reached" : "missed";
    }
}
