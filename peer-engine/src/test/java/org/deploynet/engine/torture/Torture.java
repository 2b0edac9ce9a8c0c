package org.deploynet.engine.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tries the cache's promises and prints what came of it: {@code torture [--quick] [--seed N] [--minutes M] [--only NAME,…]}. */
public final class Torture {
    // A test expects broken disks by the thousand; what the engine says of each is not news.
    private static final Logger ENGINE = Logger.getLogger("org.deploynet.engine");

    private Torture() {}

    public static void main(String[] args) throws Exception {
        TortureOptions options;
        try {
            options = TortureOptions.parse(List.of(args));
        } catch (IllegalArgumentException e) {
            System.err.println("torture: " + e.getMessage());
            System.exit(2);
            return;
        }
        ENGINE.setLevel(Level.OFF);
        List<Row> rows = run(options);
        var table = new Table(options, rows);
        System.out.println(table.text());
        if (options.writes()) {
            Files.writeString(Path.of("docs/guarantees.md"), table.markdown());
        }
        System.out.println("violations: " + table.violations());
        // A thread that hangs is a violation, and must not keep the process.
        System.exit(table.violations() == 0 ? 0 : 1);
    }

    /** One proof and what it found. */
    record Row(Proof proof, long goal, Verdict verdict, Duration took) {}

    private static List<Row> run(TortureOptions options) throws IOException {
        List<Proof> proofs = Proofs.all().stream()
                .filter(proof -> options.only().isEmpty() || options.only().contains(proof.name()))
                .toList();
        Deadline end = Deadline.in(options.time());
        int weights = proofs.stream().mapToInt(Proof::weight).sum();
        var rows = new ArrayList<Row>();
        Path jvm = Folders.temporary();
        for (Proof proof : proofs) {
            // What a proof does not use of its time is shared by those after it.
            Duration share = end.left().isNegative()
                    ? Duration.ZERO
                    : end.left().multipliedBy(proof.weight()).dividedBy(weights);
            weights -= proof.weight();
            rows.add(run(proof, options, share, jvm));
        }
        Folders.delete(jvm);
        return rows;
    }

    private static Row run(Proof proof, TortureOptions options, Duration share, Path jvm) throws IOException {
        long goal = options.quick() ? proof.goal().quick() : proof.goal().full();
        Path scratch = Folders.temporary();
        long start = System.nanoTime();
        Verdict verdict;
        try {
            verdict = proof.run(new Run(options.seed(), goal, Deadline.in(share), scratch, jvm));
        } catch (Exception | Error e) {
            var trace = new java.io.StringWriter();
            e.printStackTrace(new java.io.PrintWriter(trace));
            verdict = new Verdict(0, List.of("the proof itself failed: " + trace), "");
        } finally {
            Folders.delete(scratch);
        }
        var took = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf(
                "%-10s %,d of %s in %d s, violations: %d; %s%n",
                proof.name(),
                verdict.reached(),
                Proof.Goal.words(goal),
                took.toSeconds(),
                verdict.violations().size(),
                verdict.figures());
        verdict.violations().forEach(System.out::println);
        return new Row(proof, goal, verdict, took);
    }
}
