package org.deploynet.engine.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A process that puts, evicts, purges and gives up is killed with SIGKILL at random moments, also while it starts. */
final class Kills implements Proof {
    private static final int CYCLES_A_HOME = 25;
    private static final int WORKERS = 2;
    private static final long LONGEST_MILLIS = 50;
    private static final int MOST_LINES = 150;
    private static final Duration MOST_WAIT = Duration.ofSeconds(2);
    private static final long SERVING_GOAL_MILLIS = 5000;

    @Override
    public String name() {
        return "kills";
    }

    @Override
    public String what() {
        return "kill -9 of a process at a random moment of put, evict, rescue, purge, scrub, move and start";
    }

    @Override
    public Goal goal() {
        return new Goal(1000, 20);
    }

    @Override
    public int weight() {
        return 5;
    }

    @Override
    public Verdict run(Run run) throws Exception {
        var jvm = Jvm.in(run.jvm());
        var violations = new Violations();
        var next = new AtomicLong();
        var done = new AtomicLong();
        var acknowledged = new AtomicLong();
        var ready = new ArrayList<Long>();
        var opened = new ArrayList<Long>();
        try (var threads = Executors.newFixedThreadPool(WORKERS)) {
            List<Future<?>> workers = new ArrayList<>();
            for (int worker = 0; worker < WORKERS; worker++) {
                workers.add(threads.submit(() -> {
                    for (long n = next.getAndAdd(CYCLES_A_HOME);
                            run.goesOn(n) && violations.isEmpty();
                            n = next.getAndAdd(CYCLES_A_HOME)) {
                        Witness witness = home(run, jvm, n, violations, done);
                        acknowledged.addAndGet(witness.acknowledged());
                        synchronized (ready) {
                            ready.addAll(witness.readyMillis());
                            opened.addAll(witness.openMillis());
                        }
                    }
                    return done;
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        }
        ready.sort(Long::compare);
        opened.sort(Long::compare);
        if (at(opened, 99) > SERVING_GOAL_MILLIS) {
            violations.add("opening the cache took " + at(opened, 99) + " ms at the 99th percentile");
        }
        return new Verdict(
                done.get(),
                violations.found(),
                "%,d acknowledged pieces; process start to serving p50 %d ms, p99 %d ms, of it the cache p50 %d ms, p99 %d ms"
                        .formatted(acknowledged.get(), at(ready, 50), at(ready, 99), at(opened, 50), at(opened, 99)));
    }

    private static Witness home(Run run, Jvm jvm, long first, Violations violations, AtomicLong done) throws Exception {
        var random = new Random(run.seed() + first);
        boolean tight = random.nextInt(3) == 0;
        Path home = run.scratch().resolve("home-" + first);
        var witness = new Witness(home, tight);
        for (long n = first;
                n < Math.min(run.goal(), first + CYCLES_A_HOME) && run.goesOn(n) && violations.isEmpty();
                n++) {
            long seed = run.seed() + n;
            try (Child child = new Child(jvm.start(tight ? "tight" : "roomy", home.toString(), Long.toString(seed)))) {
                // One in eight dies while it starts.
                if (random.nextInt(8) > 0) {
                    if (!child.await(0, line -> line.startsWith("ready"), Duration.ofSeconds(60))) {
                        violations.add("kill " + seed + ": it does not start");
                    }
                    child.awaitLines(random.nextInt(MOST_LINES), MOST_WAIT);
                }
                LockSupport.parkNanos(
                        random.nextLong(Duration.ofMillis(LONGEST_MILLIS).toNanos()));
                witness.hear(child.kill());
            }
            witness.look().forEach(each -> violations.add("kill " + seed + (tight ? " (evicting): " : ": ") + each));
            done.incrementAndGet();
        }
        Folders.delete(home);
        return witness;
    }

    private static long at(List<Long> sorted, int percentile) {
        return sorted.isEmpty() ? 0 : sorted.get(Math.min(sorted.size() - 1, sorted.size() * percentile / 100));
    }
}
