package org.deploynet.engine.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Seeded histories, as many at a time as there are processors. */
final class CrashHistories implements Proof {
    private static final int MOST_VIOLATIONS = 10;
    private static final long HANGS_SECONDS = 120;

    @Override
    public String name() {
        return "crashes";
    }

    @Override
    public String what() {
        return "simulated crash histories: torn and reordered sectors, names lost, index lost, cuts in recovery"
                + " to depth 3";
    }

    @Override
    public Goal goal() {
        return new Goal(1_000_000, 10_000);
    }

    @Override
    public int weight() {
        return 6;
    }

    @Override
    public Verdict run(Run run) throws Exception {
        var family = new Family(CrashHistory.Kind.HONEST, run.scratch());
        var violations = new Violations();
        var next = new AtomicLong();
        var done = new AtomicLong();
        int workers = Math.max(2, Runtime.getRuntime().availableProcessors());
        try (var threads = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> all = new ArrayList<>();
            for (int worker = 0; worker < workers; worker++) {
                Path home = run.scratch().resolve("worker-" + worker);
                all.add(threads.submit(() -> {
                    for (long n = next.getAndIncrement();
                            run.goesOn(n) && violations.found().size() < MOST_VIOLATIONS;
                            n = next.getAndIncrement()) {
                        violations.addAll(family.run(run.seed() + n, home));
                        done.incrementAndGet();
                    }
                    return violations;
                }));
            }
            for (Future<?> each : all) {
                await(each, run, violations);
            }
        }
        return new Verdict(
                done.get(),
                violations.found(),
                "seeds from %d; %,d pieces that had to be there were".formatted(run.seed(), family.pieces()));
    }

    private static void await(Future<?> worker, Run run, Violations violations)
            throws InterruptedException, ExecutionException {
        try {
            worker.get(run.deadline().left().toSeconds() + HANGS_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            violations.add("a history hangs; seeds from " + run.seed());
            throw new IllegalStateException("a history hangs", e);
        }
    }

    /** Histories of one kind; they share the databases of an empty cache. */
    static final class Family {
        private final CrashHistory.Kind kind;
        private final CrashHistory.Template template;
        private final AtomicLong pieces = new AtomicLong();

        Family(CrashHistory.Kind kind, Path scratch) throws IOException {
            this.kind = kind;
            Path empty = scratch.resolve("empty");
            this.template = CrashHistory.Template.make(empty);
            Folders.delete(empty);
        }

        /** Every broken promise in words. */
        List<String> run(long seed, Path home) throws Exception {
            try {
                var history = new CrashHistory(seed, kind, home, template);
                List<String> violations = history.run();
                pieces.addAndGet(history.keptPieces());
                return violations;
            } finally {
                Folders.delete(home);
            }
        }

        long pieces() {
            return pieces.get();
        }

        /** Runs seeds one after the other until one is red; returns how many that took, or {@code most} + 1. */
        long untilRed(long seed, long most, Path home) throws Exception {
            for (long n = 1; n <= most; n++) {
                if (!run(seed + n, home).isEmpty()) {
                    return n;
                }
            }
            return most + 1;
        }
    }
}
