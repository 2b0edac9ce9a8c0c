package org.deploynet.benchmarks.store;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.deploynet.benchmarks.FreshProcess;

/** A store of very many small pieces: how long it takes to open in a fresh process, and the heap they need. */
final class Million {
    private static final int OBJECT_BYTES = 100;
    private static final int READS = 20_000;
    private static final long FIRST_SEED = 1_000_000_000L;

    private Million() {}

    /** What a fresh process found; heap after collections, without what the process had before it opened the store. */
    record Found(long pieces, double openMillis, double heapMegabytes, double heapAfterReadsMegabytes) {}

    static void fill(Path folder, int pieces) throws Exception {
        try (OurStore ours = OurStore.open(folder);
                var writers = Executors.newFixedThreadPool(Race.WRITERS)) {
            var parts = new ArrayList<Callable<Boolean>>();
            for (int writer = 0; writer < Race.WRITERS; writer++) {
                int from = writer;
                parts.add(() -> {
                    for (int n = from; n < pieces; n += Race.WRITERS) {
                        ours.put(Item.of(FIRST_SEED + n, OBJECT_BYTES));
                    }
                    return true;
                });
            }
            for (Future<Boolean> part : writers.invokeAll(parts)) {
                part.get();
            }
        }
    }

    static Found inFreshProcess(Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(FreshProcess.with("store-open", folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the fresh process failed: " + said);
        }
        String[] words = said.strip().split(" ", -1);
        return new Found(
                Long.parseLong(words[0]),
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]));
    }

    /** In the fresh process. */
    static void open(Path folder, PrintStream out) throws Exception {
        long before = usedBytes();
        long start = System.nanoTime();
        try (OurStore ours = OurStore.open(folder)) {
            long took = System.nanoTime() - start;
            if (!ours.store().awaitRebuilt(Duration.ofSeconds(1))) {
                throw new IllegalStateException("the store was not closed in order");
            }
            long opened = usedBytes();
            long pieces = ours.store().stats().pieces();
            for (int n = 0; n < READS; n++) {
                if (ours.get(Item.of(FIRST_SEED + n % pieces, OBJECT_BYTES)).isEmpty()) {
                    throw new IllegalStateException("a piece that was stored is not there");
                }
            }
            long read = usedBytes();
            out.printf(
                    Locale.ROOT,
                    "%d %.1f %.2f %.2f%n",
                    pieces,
                    took / 1e6,
                    (opened - before) / 1e6,
                    (read - before) / 1e6);
        }
    }

    private static long usedBytes() {
        for (int n = 0; n < 3; n++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
