package org.deploynet.benchmarks.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What one contender does with objects of one size: takes them, gives them back from a cold disk, deletes half. */
final class Race {
    static final int WRITERS = 64;
    /** One after the other takes so long that fewer must do. */
    private static final int FEWER = 20;

    private static final int COLD_ROUNDS = 20;
    private static final int READS_A_ROUND = 50;

    private final Path folder;
    private final Contender.Opener opener;
    private final List<Item> items;

    Race(Path folder, Contender.Opener opener, List<Item> items) {
        this.folder = folder;
        this.opener = opener;
        this.items = items;
    }

    /** Rates in objects a second, times in nanoseconds; {@code reads} one by one. */
    record Times(double together, double oneByOne, long[] reads, long deleteHalf) {
        double read(double share) {
            long[] sorted = reads.clone();
            Arrays.sort(sorted);
            return sorted[(int) Math.round(share * (sorted.length - 1))] / 1e6;
        }
    }

    Times run() throws Exception {
        int few = items.size() / FEWER;
        double oneByOne = ingest(items.subList(0, few), 1);
        double together = ingest(items.subList(few, items.size()), WRITERS);
        return new Times(together, oneByOne, coldReads(), deleteHalf());
    }

    /** Objects a second. */
    double ingest(List<Item> some, int threads) throws Exception {
        try (Contender contender = opener.open();
                var writers = Executors.newFixedThreadPool(threads)) {
            var parts = new ArrayList<Callable<Boolean>>();
            for (int writer = 0; writer < threads; writer++) {
                int from = writer;
                parts.add(() -> {
                    for (int n = from; n < some.size(); n += threads) {
                        contender.put(some.get(n));
                    }
                    return true;
                });
            }
            long start = System.nanoTime();
            for (Future<Boolean> part : writers.invokeAll(parts)) {
                part.get();
            }
            return some.size() / ((System.nanoTime() - start) / 1e9);
        }
    }

    /** Fresh handles and a cold page cache for every few reads, each at another place, each verified. */
    private long[] coldReads() throws Exception {
        var random = new Random(1);
        long[] nanos = new long[COLD_ROUNDS * READS_A_ROUND];
        for (int round = 0; round < COLD_ROUNDS; round++) {
            PageCache.drop(folder);
            try (Contender contender = opener.open()) {
                for (int read = 0; read < READS_A_ROUND; read++) {
                    Item item = items.get(random.nextInt(items.size()));
                    long start = System.nanoTime();
                    verify(item, contender.get(item).orElseThrow());
                    nanos[round * READS_A_ROUND + read] = System.nanoTime() - start;
                }
            }
        }
        return nanos;
    }

    private static void verify(Item item, ByteBuffer bytes) throws IOException {
        if (!item.layer().matches(0, bytes)) {
            throw new IOException("wrong bytes of " + item.id());
        }
    }

    private long deleteHalf() throws Exception {
        var shuffled = new ArrayList<>(items);
        Collections.shuffle(shuffled, new Random(2));
        int half = shuffled.size() / 2;
        List<Item> gone = shuffled.subList(0, half);
        List<Item> left = shuffled.subList(half, shuffled.size());
        try (Contender contender = opener.open()) {
            long start = System.nanoTime();
            contender.delete(gone, left);
            long took = System.nanoTime() - start;
            boolean right = IntStream.range(0, Math.min(100, half)).allMatch(n -> isThere(contender, left.get(n)))
                    && IntStream.range(0, Math.min(100, half)).noneMatch(n -> isThere(contender, gone.get(n)));
            if (!right) {
                throw new IllegalStateException("half was not deleted");
            }
            return took;
        }
    }

    private static boolean isThere(Contender contender, Item item) {
        try {
            return contender.get(item).isPresent();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
