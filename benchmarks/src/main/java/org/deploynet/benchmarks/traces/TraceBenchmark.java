package org.deploynet.benchmarks.traces;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.deploynet.engine.cache.policy.Heat;
import org.deploynet.engine.cache.policy.PolicyKind;

/**
 * Hit rates of the eviction policies on synthetic traces and on files, each at several sizes of the cache, beside what a
 * clairvoyant reaches: {@code ./deploynet bench traces [FILE…]}.
 */
public final class TraceBenchmark {
    private static final long SEED = 1;
    private static final int[] PERCENTS = {1, 5, 10, 25};

    private TraceBenchmark() {}

    public static void run(List<String> files, PrintStream out) throws IOException {
        List<Trace> traces = new ArrayList<>();
        for (String file : files) {
            traces.add(TraceFile.read(Path.of(file)));
        }
        out.println("hit rate by bytes / by requests, percent (bytes written again per byte stored); seed " + SEED);
        for (Trace trace : files.isEmpty() ? new Synthetic(SEED).all() : traces) {
            print(trace, out);
        }
    }

    private static void print(Trace trace, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%n%s: %,d requests for %,d pieces of %,d bytes%n%-6s",
                trace.name(),
                trace.requests().length,
                trace.keys().length,
                trace.footprintBytes(),
                "cache");
        for (PolicyKind kind : PolicyKind.values()) {
            out.printf(Locale.ROOT, " %21s", kind.key());
        }
        out.printf(Locale.ROOT, " %13s %7s %14s%n", "Belady", "bound", "w-tinylfu−lru");
        for (int percent : PERCENTS) {
            print(trace, percent, out);
        }
    }

    private static void print(Trace trace, int percent, PrintStream out) {
        long capacity = trace.footprintBytes() / 100 * percent;
        out.printf(Locale.ROOT, "%4d %%", percent);
        var rates = new EnumMap<PolicyKind, HitRate>(PolicyKind.class);
        for (PolicyKind kind : PolicyKind.values()) {
            HitRate rate = LogCache.replay(trace, kind, capacity, Heat.MOST_PIECES);
            rates.put(kind, rate);
            out.printf(
                    Locale.ROOT,
                    "  %5.1f / %5.1f (%4.0f%%)",
                    rate.byBytes(),
                    rate.byRequests(),
                    rate.rewrittenPercent());
        }
        HitRate belady = Belady.replay(trace, capacity);
        out.printf(
                Locale.ROOT,
                " %5.1f / %5.1f %7.1f %+14.1f%n",
                belady.byBytes(),
                belady.byRequests(),
                Belady.bound(trace, capacity),
                rate(rates, PolicyKind.W_TINY_LFU) - rate(rates, PolicyKind.LRU));
    }

    private static double rate(Map<PolicyKind, HitRate> rates, PolicyKind kind) {
        return Objects.requireNonNull(rates.get(kind)).byBytes();
    }
}
