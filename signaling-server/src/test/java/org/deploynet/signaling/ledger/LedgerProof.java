package org.deploynet.signaling.ledger;

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
import java.util.stream.Stream;
import org.deploynet.signaling.links.AgentProof;

/**
 * Random operations against the model until there were enough or the time is over:
 * {@code ./deploynet ledger-proof [--operations N] [--minutes M] [--seed N]}. Each history has a database of its own, and its
 * seed is the first seed and its number, so that one that fails can be walked again alone. {@code --cost [ENTRIES]} measures instead
 * what an entry and a proof cost, {@code --settle [RECEIPTS]} how many receipts a core settles; {@code --agents} is {@link AgentProof}.
 */
public final class LedgerProof {
    private static final int OF_ONE_HISTORY = 10_000;
    /** Of a violation in one operation, where none was seen in n of them: the rule of three, 1 - 0.05^(1/n) below 3/n. */
    private static final double RULE_OF_THREE = 3.0;

    private final long operations;
    private final long seed;
    private final long until;
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final Queue<String> violations = new ConcurrentLinkedQueue<>();

    private LedgerProof(long operations, Duration time, long seed) {
        this.operations = operations;
        this.seed = seed;
        this.until = System.nanoTime() + time.toNanos();
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("--cost")) {
            LedgerCost.run(arguments.length > 1 ? Long.parseLong(arguments[1]) : 1_000_000);
            return;
        }
        if (arguments.length > 0 && arguments[0].equals("--settle")) {
            SettlementCost.run(arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50_000);
            return;
        }
        if (arguments.length > 0 && arguments[0].equals("--agents")) {
            List<String> rest = List.of(arguments).subList(1, arguments.length);
            System.exit(AgentProof.run(rest) == 0 ? 0 : 1);
        }
        long operations = 10_000_000;
        long minutes = 20;
        long seed = 1;
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            long value = Long.parseLong(arguments[i + 1]);
            switch (arguments[i]) {
                case "--operations" -> operations = value;
                case "--minutes" -> minutes = value;
                case "--seed" -> seed = value;
                default -> throw new IllegalArgumentException(arguments[i]);
            }
        }
        var proof = new LedgerProof(operations, Duration.ofMinutes(minutes), seed);
        proof.run();
        System.exit(proof.violations.isEmpty() ? 0 : 1);
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
                "ledger: %,d of %,d operations in %d s from seed %d, violations: %d%s%n",
                done.get(),
                operations,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                seed,
                violations.size(),
                violations.isEmpty()
                        ? String.format(Locale.ROOT, " (95%% bound: %.1e an operation)", RULE_OF_THREE / done.get())
                        : "");
    }

    private void work() {
        long history = begun.getAndIncrement();
        while (history * OF_ONE_HISTORY < operations && System.nanoTime() - until < 0) {
            walk(seed + history);
            history = begun.getAndIncrement();
        }
    }

    private void walk(long historySeed) {
        try {
            Path folder = Files.createTempDirectory("ledger-proof");
            try (var walk = new LedgerWalk(folder.resolve("ledger.db"), historySeed)) {
                walk.walk(OF_ONE_HISTORY);
                done.addAndGet(OF_ONE_HISTORY);
            } finally {
                delete(folder);
            }
        } catch (RuntimeException | SQLException | IOException e) {
            violations.add("seed " + historySeed + ": " + e);
        }
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
