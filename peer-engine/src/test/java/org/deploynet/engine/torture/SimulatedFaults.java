package org.deploynet.engine.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.deploynet.engine.cache.PieceStore;
import org.deploynet.engine.cache.Sample;
import org.deploynet.engine.storage.SimulatedDisk;
import org.deploynet.engine.storage.SimulatedDisk.Operation;

/** A simulated disk is full, failing or read-only for a while: what is kept is served, growth stops and begins again by itself. */
final class SimulatedFaults implements Proof {
    private static final int AT_ONCE = 40;
    private static final Duration RESUMES_WITHIN = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    /** What is wrong with the disk. */
    private enum Fault {
        FULL,
        WRITE_FAILS,
        FORCE_FAILS,
        READ_FAILS,
        READ_ONLY;

        void begin(SimulatedDisk disk) {
            switch (this) {
                case FULL -> disk.free(500);
                case WRITE_FAILS -> disk.failForEver(Operation.APPEND, 1);
                case FORCE_FAILS -> disk.failForEver(Operation.FORCE, 1);
                case READ_FAILS -> disk.failForEver(Operation.READ, 1);
                case READ_ONLY ->
                    List.of(
                                    Operation.APPEND,
                                    Operation.FORCE,
                                    Operation.TRUNCATE,
                                    Operation.RENAME,
                                    Operation.UNLINK,
                                    Operation.FORCE_FOLDER)
                            .forEach(operation -> disk.failForEver(operation, 1));
            }
        }
    }

    @Override
    public String name() {
        return "faults";
    }

    @Override
    public String what() {
        return "simulated disk full, EIO on write, force and read, read-only, and back";
    }

    @Override
    public Goal goal() {
        return new Goal(1000, 80);
    }

    @Override
    public int weight() {
        return 2;
    }

    @Override
    public Verdict run(Run run) throws Exception {
        var violations = new Violations();
        Map<Fault, Integer> tried = new EnumMap<>(Fault.class);
        var slowestMillis = new AtomicLong();
        long done = 0;
        while (run.goesOn(done) && violations.isEmpty()) {
            List<Integer> some = IntStream.range(0, (int) Math.min(AT_ONCE, run.goal() - done))
                    .boxed()
                    .toList();
            long first = run.seed() + done;
            Parallel.forEach(some, n -> {
                long millis = cycle(run, first + n, fault(n), violations);
                slowestMillis.accumulateAndGet(millis, Math::max);
            });
            some.forEach(n -> tried.merge(fault(n), 1, Integer::sum));
            done += some.size();
        }
        return new Verdict(
                done,
                violations.found(),
                "%s, growing again after %d ms at most".formatted(tried, slowestMillis.get()));
    }

    private static Fault fault(int n) {
        List<Fault> all = List.of(Fault.values());
        return all.get(n % all.size());
    }

    /** Returns how long it took until it grew again, milliseconds. */
    private static long cycle(Run run, long seed, Fault fault, Violations violations) {
        Path home = run.scratch().resolve("home-" + seed);
        var disk = new SimulatedDisk(seed);
        var options = Stores.options(home, Stores.QUOTA_BYTES, Stores.SEGMENT_BYTES);
        var kept = new ArrayList<Sample>();
        String what = fault + ", seed " + seed + ": ";
        try {
            java.nio.file.Files.createDirectories(Stores.cache(home));
            long millis;
            try (PieceStore store = Stores.open(options, disk)) {
                for (int n = 0; n < 8; n++) {
                    put(store, Sample.of(seed * 100 + n, 2000 + n), kept);
                }
                if (kept.size() < 8) {
                    violations.add(what + "a good disk refuses");
                }
                fault.begin(disk);
                for (int n = 8; n < 12; n++) {
                    put(store, Sample.of(seed * 100 + n, 2000 + n), kept);
                }
                if (fault == Fault.READ_FAILS) {
                    // It cannot serve now; what it finds then must not cost a piece.
                    kept.forEach(sample -> store.piece(sample.id(), 0));
                } else {
                    readAll(store, kept, violations, what + "while it lasts: ");
                }
                disk.mend();
                disk.free(1L << 40);
                millis = untilItGrows(store, seed, kept, violations, what);
                readAll(store, kept, violations, what);
            }
            disk.restart();
            try (PieceStore store = Stores.open(options, disk)) {
                if (!Stores.awaitWhole(store, RESUMES_WITHIN)) {
                    violations.add(what + "the index does not catch up");
                }
                readAll(store, kept, violations, what + "after a power cut: ");
            }
            Folders.delete(home);
            return millis;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(PieceStore store, Sample sample, List<Sample> kept) {
        try {
            if (sample.into(store, Sample.SITE)) {
                kept.add(sample);
            }
        } catch (UncheckedIOException e) {
            // Refused, and so not promised.
            return;
        }
    }

    private static long untilItGrows(
            PieceStore store, long seed, List<Sample> kept, Violations violations, String what) {
        long start = System.nanoTime();
        Deadline deadline = Deadline.in(RESUMES_WITHIN);
        int before = kept.size();
        while (kept.size() == before && !deadline.isOver()) {
            put(store, Sample.of(seed * 100 + 50, 3000), kept);
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        if (kept.size() == before) {
            violations.add(what + "it does not grow again");
        }
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static void readAll(PieceStore store, List<Sample> kept, Violations violations, String what) {
        for (Sample sample : kept) {
            var bytes = store.piece(sample.id(), 0);
            if (bytes.isEmpty()) {
                violations.add(what + "lost what it had acknowledged");
            } else if (!bytes.get().equals(sample.piece(0))) {
                violations.add(what + "gave wrong bytes");
            }
        }
    }
}
