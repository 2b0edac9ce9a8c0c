package org.deploynet.engine.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.cache.Sample;
import org.deploynet.engine.storage.NioDisk;

/** 64 fills at once into a cache that is always too small, while its folder and what the disk has free are looked at. */
final class QuotaSamples implements Proof {
    private static final int FILLS = 64;
    private static final long QUOTA_BYTES = 24L << 20;
    private static final long DISK_BYTES = 30L << 20;
    private static final long FLOOR_BYTES = 10L << 20;
    private static final Duration EACH = Duration.ofMillis(10);
    private static final int SAMPLES_A_ROUND = 400;

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public String what() {
        return "samples of quota and floor, every 10 ms under 64 parallel fills";
    }

    @Override
    public Goal goal() {
        return new Goal(10_000, 500);
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public Verdict run(Run run) throws Exception {
        var violations = new Violations();
        long quota = 0;
        long floor = 0;
        var most = new Extremes();
        for (int round = 0; run.goesOn(quota + floor) && violations.isEmpty(); round++) {
            Path home = run.scratch().resolve("quota-" + round);
            quota += sample(run, home, QUOTA_BYTES, 0, most, violations);
            Folders.delete(home);
            Optional<SizedDisk> sized = SizedDisk.mounted(run.scratch().resolve("sized-" + round), DISK_BYTES);
            if (sized.isPresent()) {
                try (SizedDisk disk = sized.get()) {
                    floor += sample(run, disk.folder(), Stores.QUOTA_BYTES, FLOOR_BYTES, most, violations);
                }
            }
        }
        return new Verdict(
                quota + floor,
                violations.found(),
                "quota %,d samples, at most %,d of %,d bytes; floor %s"
                        .formatted(
                                quota,
                                most.usedBytes,
                                QUOTA_BYTES,
                                floor == 0
                                        ? "not tried here (needs a file system of its own)"
                                        : "%,d samples, never below %,d of %,d bytes"
                                                .formatted(floor, most.freeBytes, FLOOR_BYTES)));
    }

    /** The worst that was seen. */
    private static final class Extremes {
        private long usedBytes;
        private long freeBytes = Long.MAX_VALUE;
    }

    private static long sample(Run run, Path home, long quota, long floor, Extremes most, Violations violations)
            throws Exception {
        var done = new AtomicBoolean();
        var options =
                new PieceStore.Options(Stores.cache(home), home.resolve("state"), quota, floor, Stores.SEGMENT_BYTES);
        long samples = 0;
        try (PieceStore store = Stores.open(options, new NioDisk());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> fills = new ArrayList<>();
            for (int fill = 0; fill < FILLS; fill++) {
                int first = fill;
                fills.add(threads.submit(() -> fill(store, first, done)));
            }
            for (; samples < SAMPLES_A_ROUND && !run.deadline().isOver(); samples++) {
                look(home, quota, floor, most, violations);
                LockSupport.parkNanos(EACH.toNanos());
            }
            done.set(true);
            for (Future<?> fill : fills) {
                fill.get();
            }
            if (store.stats().evictedBytes() == 0 && samples == SAMPLES_A_ROUND) {
                violations.add("the cache was never full: nothing was shown");
            }
        }
        return samples;
    }

    private static void look(Path home, long quota, long floor, Extremes most, Violations violations)
            throws IOException {
        if (floor == 0) {
            long used = used(home);
            most.usedBytes = Math.max(most.usedBytes, used);
            if (used > quota) {
                violations.add(used + " bytes on disk, quota " + quota);
            }
        } else {
            long free = home.toFile().getUsableSpace();
            most.freeBytes = Math.min(most.freeBytes, free);
            if (free < floor) {
                violations.add(free + " bytes free, floor " + floor);
            }
        }
    }

    // Files come and go while they are counted.
    private static long used(Path home) throws IOException {
        var disk = new NioDisk();
        long bytes = 0;
        for (Path folder : List.of(Stores.cache(home), Stores.segments(home), home.resolve("state"))) {
            for (var entry : disk.list(folder)) {
                bytes += entry.bytes();
            }
        }
        return bytes;
    }

    private static void fill(PieceStore store, int first, AtomicBoolean done) {
        for (int n = first; !done.get(); n += FILLS) {
            try {
                if (!Sample.of(n, 20_000 + n % 8 * 5000).into(store, Sample.site(1 + n % 3))) {
                    LockSupport.parkNanos(EACH.toNanos());
                }
            } catch (UncheckedIOException e) {
                LockSupport.parkNanos(EACH.toNanos());
            }
        }
    }
}
