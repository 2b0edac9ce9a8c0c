package org.deploynet.engine.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Fuzzes the decoders of what strangers say, guided by coverage, and prints what came of it: {@code fuzz [--quick | --minutes M] [--seed
 * N] [TARGET…]}. Runs in the tree's root folder; a target ends at its first uncaught input.
 */
public final class Fuzz {
    private static final Path CORPORA = Path.of("peer-engine").resolve(Corpus.BESIDE_TESTS);
    private static final Path FOUND = Path.of(".deploynet", "fuzz");

    private Fuzz() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        FuzzOptions options;
        try {
            options = FuzzOptions.parse(List.of(args));
        } catch (IllegalArgumentException e) {
            System.err.println("fuzz: " + e.getMessage());
            System.exit(2);
            return;
        }
        int uncaught = 0;
        for (FuzzTarget target : options.targets()) {
            FuzzRun run = FuzzRun.of(target, options, new Corpus(CORPORA), FOUND.resolve(target.name()));
            System.out.println(run.line(options.seed()));
            uncaught += run.crash().isPresent() ? 1 : 0;
        }
        System.out.println("uncaught: " + uncaught);
        System.exit(uncaught == 0 ? 0 : 1);
    }
}
