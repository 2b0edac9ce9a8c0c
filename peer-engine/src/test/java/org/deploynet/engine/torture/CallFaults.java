package org.deploynet.engine.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The system calls of a running process fail for a moment, those of SQLite too: strace returns the error in the system's
 * stead. The process goes on, and what it acknowledged stays.
 */
final class CallFaults implements Proof {
    private static final Duration RESUMES_WITHIN = Duration.ofSeconds(30);
    private static final int CYCLES_A_PROCESS = 10;
    private static final long LONGEST_MILLIS = 500;

    /** Calls and what they return. */
    private record Fault(String name, String calls, String error) {}

    private static final List<Fault> FAULTS = List.of(
            new Fault("disk full", "pwrite64,writev", "ENOSPC"),
            new Fault("EIO on write", "pwrite64,writev", "EIO"),
            new Fault("EIO on fsync", "fsync,fdatasync", "EIO"),
            new Fault("EIO on read", "pread64", "EIO"),
            new Fault("read-only", "pwrite64,writev,ftruncate,fsync,fdatasync,rename,unlink,mkdir", "EROFS"));

    @Override
    public String name() {
        return "errors";
    }

    @Override
    public String what() {
        return "a running process meets ENOSPC, EIO on read, write and fsync, EROFS in its system calls, and back"
                + " (strace)";
    }

    @Override
    public Goal goal() {
        return new Goal(1000, 5);
    }

    @Override
    public int weight() {
        return 3;
    }

    @Override
    public Verdict run(Run run) throws Exception {
        var jvm = Jvm.in(run.jvm());
        var violations = new Violations();
        var random = new Random(run.seed());
        Map<String, Integer> tried = new TreeMap<>();
        long done = 0;
        long slowestMillis = 0;
        for (int process = 0; run.goesOn(done) && violations.isEmpty(); process++) {
            Path home = run.scratch().resolve("home-" + process);
            var witness = new Witness(home, false);
            try (Child child = new Child(jvm.start("steady", home.toString(), "1"))) {
                for (int n = 0; n < CYCLES_A_PROCESS && run.goesOn(done) && violations.isEmpty(); n++) {
                    Fault fault = FAULTS.get((int) (done % FAULTS.size()));
                    long millis =
                            fail(child, home, fault, random, violations, "seed " + run.seed() + ", " + done + ": ");
                    if (millis < 0) {
                        return Verdict.notTried("strace cannot attach to a process of this user here");
                    }
                    slowestMillis = Math.max(slowestMillis, millis);
                    tried.merge(fault.name(), 1, Integer::sum);
                    done++;
                }
                witness.hear(child.kill());
            }
            witness.look().forEach(each -> violations.add("process with seed " + run.seed() + ": " + each));
            Folders.delete(home);
        }
        return new Verdict(
                done,
                violations.found(),
                "%s, acknowledging again after %d ms at most".formatted(tried, slowestMillis));
    }

    /** Returns how long it took until something was acknowledged again, milliseconds; -1 if nothing can be made to fail. */
    private static long fail(Child child, Path home, Fault fault, Random random, Violations violations, String which)
            throws Exception {
        if (!child.await(0, line -> line.startsWith("= "), Duration.ofSeconds(60))) {
            violations.add(which + "nothing is ever acknowledged");
            return 0;
        }
        var options = new ArrayList<>(List.of(
                "-o",
                "/dev/null",
                "-e",
                "trace=" + fault.calls(),
                "-e",
                "inject=" + fault.calls() + ":error=" + fault.error()));
        // A Java machine that cannot read its own classes crashes: that disk is not the cache's.
        for (Path file : Folders.files(home)) {
            options.addAll(List.of("-P", file.toString()));
        }
        options.addAll(List.of(
                "-P", Stores.segments(home).toString(), "-P", Stores.cache(home).toString()));
        Process strace = Sweep.attach(child, options);
        if (!strace.isAlive()) {
            return -1;
        }
        LockSupport.parkNanos(
                Duration.ofMillis(50 + random.nextLong(LONGEST_MILLIS)).toNanos());
        // It lets go of the process when it is asked to end.
        strace.destroy();
        if (!strace.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("strace does not let go");
        }
        long start = System.nanoTime();
        int from = child.lines().size();
        if (!child.await(from, line -> line.startsWith("= "), RESUMES_WITHIN)) {
            List<String> said = child.lines();
            violations.add(
                    which + fault.name() + ": " + (child.hasEnded() ? "it died" : "nothing is acknowledged again")
                            + "; last: " + said.subList(Math.max(0, said.size() - 3), said.size()));
        }
        return (System.nanoTime() - start) / 1_000_000;
    }
}
