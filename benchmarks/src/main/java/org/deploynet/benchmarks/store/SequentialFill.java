package org.deploynet.benchmarks.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.deploynet.engine.cache.Ingest;
import org.deploynet.protocol.content.Pieces;

/**
 * Large objects, one after the other, each piece by piece with eight under way as a fetch has them; beside it the disk's own
 * rate: one file, appended in portions of 1 MiB and forced at its end. In turns, the median of each.
 */
final class SequentialFill {
    private static final int UNDER_WAY = 8;
    private static final int ROUNDS = 3;
    private static final int OBJECT_BYTES = 64 * 1024 * 1024;
    private static final int PORTION_BYTES = 1024 * 1024;

    private final Path folder;
    private final int objects;

    SequentialFill(Path folder, int objects) {
        this.folder = folder;
        this.objects = objects;
    }

    /** Bytes a second. */
    record Rates(double ours, double disk) {}

    Rates run() throws Exception {
        double[] ours = new double[ROUNDS];
        double[] disk = new double[ROUNDS];
        try (OurStore store = OurStore.open(folder.resolve("store"))) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Item> items = Item.many(2_000_000_000L + (long) round * objects, objects, OBJECT_BYTES);
                double bytes = (double) objects * OBJECT_BYTES;
                disk[round] = bytes / (raw(items) / 1e9);
                ours[round] = bytes / (fill(store, items) / 1e9);
            }
        }
        return new Rates(median(ours), median(disk));
    }

    private long raw(List<Item> items) throws IOException {
        Path file = folder.resolve("raw");
        ByteBuffer portion = ByteBuffer.allocateDirect(PORTION_BYTES);
        long start = System.nanoTime();
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (Item item : items) {
                for (int at = 0; at < OBJECT_BYTES; at += PORTION_BYTES) {
                    portion.clear().put(item.bytes(), at, PORTION_BYTES).flip();
                    while (portion.hasRemaining()) {
                        channel.write(portion);
                    }
                }
            }
            channel.force(true);
        }
        long took = System.nanoTime() - start;
        Files.delete(file);
        return took;
    }

    private static long fill(OurStore ours, List<Item> items) throws Exception {
        long start = System.nanoTime();
        for (Item item : items) {
            try (Ingest ingest = ours.store().begin(OurStore.SITE, item.layer()).orElseThrow();
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var places = new Semaphore(UNDER_WAY);
                var pieces = new ArrayList<Future<Boolean>>();
                for (int piece = 0; piece < Pieces.count(OBJECT_BYTES); piece++) {
                    int number = piece;
                    places.acquire();
                    pieces.add(threads.submit(() -> {
                        try {
                            return ingest.put(number, item.piece(number));
                        } finally {
                            places.release();
                        }
                    }));
                }
                for (Future<Boolean> piece : pieces) {
                    if (!piece.get()) {
                        throw new IllegalStateException("a piece was refused");
                    }
                }
            }
        }
        return System.nanoTime() - start;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
