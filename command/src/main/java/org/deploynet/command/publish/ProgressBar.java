package org.deploynet.command.publish;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * One line on a terminal that shows how far the hashing is and how fast; silent where nobody watches. Used by one thread.
 */
public final class ProgressBar implements LongConsumer, AutoCloseable {
    private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
    private static final int CELLS = 30;
    private static final double MEGABYTE = 1e6;

    private final PrintWriter terminal;
    private final boolean shown;
    private final long totalBytes;
    private final long startNanos = System.nanoTime();
    private long doneBytes;
    private long drawnNanos = startNanos;
    private boolean drawn;

    public ProgressBar(PrintWriter terminal, boolean shown, long totalBytes) {
        this.terminal = terminal;
        this.shown = shown;
        this.totalBytes = totalBytes;
    }

    /** Whether somebody watches: standard input and output are a terminal. */
    public static boolean hasTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    @Override
    public void accept(long bytes) {
        doneBytes += bytes;
        long now = System.nanoTime();
        if (shown && now - drawnNanos >= REDRAW_NANOS) {
            drawnNanos = now;
            draw(now);
        }
    }

    private void draw(long now) {
        double share = Math.min(1, doneBytes / (double) Math.max(1, totalBytes));
        int full = (int) (share * CELLS);
        double seconds = (now - startNanos) / 1e9;
        terminal.print(String.format(
                Locale.ROOT,
                "\r[%s%s] %3.0f %%  %.0f of %.0f MB, %.0f MB/s ",
                "#".repeat(full),
                ".".repeat(CELLS - full),
                100 * share,
                doneBytes / MEGABYTE,
                totalBytes / MEGABYTE,
                doneBytes / MEGABYTE / seconds));
        terminal.flush();
        drawn = true;
    }

    @Override
    public void close() {
        if (drawn) {
            terminal.print("\r\u001b[K");
            terminal.flush();
        }
    }
}
