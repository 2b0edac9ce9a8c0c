package org.deploynet.engine.cache;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.deploynet.engine.storage.NioDisk;

/** Prints how many pieces a second become durable, and are read again: {@code PutRate FOLDER PIECES BYTES WRITERS}. */
final class PutRate {
    private PutRate() {}

    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(args[0]), "put-rate");
        int count = Integer.parseInt(args[1]);
        int bytes = Integer.parseInt(args[2]);
        int writers = Integer.parseInt(args[3]);
        List<Sample> samples =
                IntStream.range(0, count).mapToObj(n -> Sample.of(n, bytes)).toList();
        var options =
                new PieceStore.Options(folder.resolve("cache"), folder.resolve("state"), 20L << 30, 0, 256L << 20);
        try (PieceStore store = PieceStore.open(options, new NioDisk(), Clock.systemUTC());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            print(
                    "durable puts",
                    count,
                    bytes,
                    run(threads, writers, samples, sample -> sample.into(store, Sample.SITE)));
            print(
                    "verified reads",
                    count,
                    bytes,
                    run(
                            threads,
                            writers,
                            samples,
                            sample -> store.piece(sample.id(), 0).isPresent()));
        }
        long start = System.nanoTime();
        PieceStore.open(options, new NioDisk(), Clock.systemUTC()).close();
        System.out.printf("open with %d pieces: %d ms%n", count, (System.nanoTime() - start) / 1_000_000);
        Files.delete(folder.resolve("cache/index.db"));
        start = System.nanoTime();
        print("rebuilt by hashing and key lists", count, bytes, start, options);
    }

    private static long run(
            java.util.concurrent.ExecutorService threads,
            int writers,
            List<Sample> samples,
            java.util.function.Predicate<Sample> work)
            throws Exception {
        var parts = new ArrayList<Callable<Boolean>>();
        for (int writer = 0; writer < writers; writer++) {
            int from = writer;
            parts.add(() -> IntStream.range(0, samples.size())
                    .filter(n -> n % writers == from)
                    .allMatch(n -> work.test(samples.get(n))));
        }
        long start = System.nanoTime();
        for (var done : threads.invokeAll(parts)) {
            if (!done.get()) {
                throw new IllegalStateException("a piece was refused");
            }
        }
        return System.nanoTime() - start;
    }

    private static void print(String what, int count, int bytes, long start, PieceStore.Options options)
            throws Exception {
        try (PieceStore store = PieceStore.open(options, new NioDisk(), Clock.systemUTC())) {
            if (!store.awaitRebuilt(Duration.ofMinutes(10)) || store.stats().pieces() != count) {
                throw new IllegalStateException("not rebuilt: " + store.stats());
            }
        }
        print(what, count, bytes, System.nanoTime() - start);
    }

    private static void print(String what, int count, int bytes, long nanos) {
        double seconds = nanos / 1e9;
        System.out.printf(
                "%s: %d of %d bytes in %.2f s, %.0f a second, %.1f MB/s%n",
                what, count, bytes, seconds, count / seconds, (double) count * bytes / seconds / 1e6);
    }
}
