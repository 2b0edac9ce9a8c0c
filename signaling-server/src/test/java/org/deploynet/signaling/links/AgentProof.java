package org.deploynet.signaling.links;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Schedules of agents until there were enough or the time is over: {@code ./deploynet ledger-proof --agents [--schedules N]
 * [--minutes M] [--seed N]}. The seed of each is the first seed and its number, so that one that fails can be walked again alone.
 */
public final class AgentProof {
    /** Of a violation in one schedule, where none was seen in n of them: 1 - 0.05^(1/n) is below 3/n. */
    private static final double RULE_OF_THREE = 3.0;
    /** A file system in memory, where there is one: what a power cut leaves is not looked at here. */
    private static final Path IN_MEMORY = Path.of("/dev/shm");

    // Each alarm is a line there, and there are thousands. Held here, or the level would go with the logger.
    private static final Logger ALARMS = Logger.getLogger("org.deploynet.signaling.guard");

    private final long schedules;
    private final long seed;
    private final long until;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong alarmed = new AtomicLong();
    private final AtomicLong mostOfCap = new AtomicLong();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    private AgentProof(long schedules, Duration time, long seed) {
        this.schedules = schedules;
        this.seed = seed;
        this.until = System.nanoTime() + time.toNanos();
    }

    /** Returns how many violations there were, after it has printed them. */
    public static int run(List<String> arguments) throws InterruptedException {
        long schedules = 10_000;
        long minutes = 20;
        long seed = 1;
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            long value = Long.parseLong(arguments.get(i + 1));
            switch (arguments.get(i)) {
                case "--schedules" -> schedules = value;
                case "--minutes" -> minutes = value;
                case "--seed" -> seed = value;
                default -> throw new IllegalArgumentException(arguments.get(i));
            }
        }
        ALARMS.setLevel(Level.OFF);
        var proof = new AgentProof(schedules, Duration.ofMinutes(minutes), seed);
        proof.run();
        return proof.violations.size();
    }

    private void run() throws InterruptedException {
        long start = System.nanoTime();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            workers.add(Thread.ofPlatform().start(this::work));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        violations.forEach(System.out::println);
        System.out.printf(
                Locale.ROOT,
                "agents: %,d of %,d schedules of 1,000 visitors in %d s from seed %d, violations: %d%s; "
                        + "an alarm in %,d of them, a stranger's site lost at most %d %% of its caps and got all back%n",
                done.get(),
                schedules,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                seed,
                violations.size(),
                violations.isEmpty()
                        ? String.format(Locale.ROOT, " (95%% bound: %.1e a schedule)", RULE_OF_THREE / done.get())
                        : "",
                alarmed.get(),
                mostOfCap.get());
    }

    private void work() {
        long schedule = begun.getAndIncrement();
        while (schedule < schedules && System.nanoTime() - until < 0) {
            walk(seed + schedule);
            schedule = begun.getAndIncrement();
        }
    }

    private void walk(long scheduleSeed) {
        try {
            Path folder = Files.isWritable(IN_MEMORY)
                    ? Files.createTempDirectory(IN_MEMORY, "agent-proof")
                    : Files.createTempDirectory("agent-proof");
            try {
                AgentSchedule.Outcome outcome = new AgentSchedule(scheduleSeed).check(folder);
                alarmed.addAndGet(outcome.alarmed() ? 1 : 0);
                mostOfCap.accumulateAndGet(100 * outcome.thief() / outcome.cap(), Math::max);
                done.incrementAndGet();
            } finally {
                delete(folder);
            }
        } catch (RuntimeException | SQLException | IOException e) {
            violations.add("seed " + scheduleSeed + ": " + e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
