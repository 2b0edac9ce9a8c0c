package org.deploynet.command;

import java.io.PrintWriter;
import java.util.Locale;

/** One line on a terminal that is drawn over itself; silent where nobody watches. Used by one thread. */
final class ProgressLine implements AutoCloseable {
    private static final int CELLS = 30;

    private final PrintWriter terminal;
    private final boolean shown;
    private boolean drawn;

    ProgressLine(PrintWriter terminal, boolean shown) {
        this.terminal = terminal;
        this.shown = shown;
    }

    void draw(long done, long all, String words) {
        if (shown) {
            double share = Math.clamp(done / (double) Math.max(1, all), 0, 1);
            int full = (int) (share * CELLS);
            terminal.print(String.format(
                    Locale.ROOT,
                    "\r\u001b[K[%s%s] %3.0f %%  %s",
                    "#".repeat(full),
                    ".".repeat(CELLS - full),
                    Math.floor(100 * share),
                    words));
            terminal.flush();
            drawn = true;
        }
    }

    @Override
    public void close() {
        if (drawn) {
            terminal.print("\r\u001b[K");
            terminal.flush();
        }
    }
}
