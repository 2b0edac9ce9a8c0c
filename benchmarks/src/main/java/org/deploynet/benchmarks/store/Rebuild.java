package org.deploynet.benchmarks.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** How fast the index comes back when it is lost, from a cold disk. */
final class Rebuild {
    /** The record at the end of a segment that says where its key list is. */
    private static final int SEAL_BYTES = 64;

    private static final long SEGMENT_BYTES = 8L * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private Rebuild() {}

    /** From the key lists of the segments. Nanoseconds until the index has every piece; it serves meanwhile. */
    static long byFooters(Path folder, long pieces) throws Exception {
        loseIndex(folder);
        return time(folder, pieces);
    }

    static OurStore open(Path folder) throws IOException {
        return OurStore.open(folder, SEGMENT_BYTES);
    }

    /** As when every segment lost its key list: all bytes are read and hashed. */
    static long byHashing(Path folder, long pieces) throws Exception {
        for (Path segment : sealed(folder)) {
            try (var channel = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                channel.truncate(Math.max(0, channel.size() - SEAL_BYTES));
                channel.force(true);
            }
        }
        loseIndex(folder);
        return time(folder, pieces);
    }

    private static long time(Path folder, long pieces) throws Exception {
        PageCache.drop(folder);
        long start = System.nanoTime();
        try (OurStore ours = open(folder)) {
            boolean done = ours.store().awaitRebuilt(PATIENCE);
            long took = System.nanoTime() - start;
            long found = ours.store().stats().pieces();
            if (!done || found != pieces) {
                throw new IllegalStateException(found + " of " + pieces + " pieces came back");
            }
            return took;
        }
    }

    private static void loseIndex(Path folder) throws IOException {
        for (String end : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(folder.resolve("cache/index.db" + end));
        }
    }

    // All but the newest, which is still appended to and has no key list.
    private static List<Path> sealed(Path folder) throws IOException {
        try (var files = Files.list(folder.resolve("cache/segments"))) {
            List<Path> all = files.filter(file -> file.toString().endsWith(".seg"))
                    .sorted()
                    .toList();
            return all.subList(0, all.size() - 1);
        }
    }
}
