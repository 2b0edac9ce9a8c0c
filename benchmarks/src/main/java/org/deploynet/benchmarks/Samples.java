package org.deploynet.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Durations of one kind, in nanoseconds. For one thread. */
public final class Samples {
    private static final double NANOS_PER_MILLI = 1e6;

    private final List<Long> nanos = new ArrayList<>();

    public void add(long took) {
        nanos.add(took);
    }

    /** What {@code all} comes to. */
    public static String line(String name, long[] all) {
        return String.format(
                Locale.ROOT,
                "%-34s n=%-5d median %7.2f ms   p95 %7.2f ms   min %7.2f ms",
                name,
                all.length,
                millis(quantile(all, 0.5)),
                millis(quantile(all, 0.95)),
                millis(quantile(all, 0)));
    }

    public long[] values() {
        return nanos.stream().mapToLong(Long::longValue).toArray();
    }

    public static long quantile(long[] all, double share) {
        long[] sorted = all.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(share * (sorted.length - 1)))];
    }

    public static double millis(long nanos) {
        return nanos / NANOS_PER_MILLI;
    }
}
