package org.deploynet.benchmarks.endurance;

import java.io.PrintStream;
import java.util.List;

/** Proofs of what an engine keeps over a long time, on a whole engine in a process of its own. Needs root. */
public final class EnduranceBenchmark {
    public static final String USAGE = "bench endurance [kills|soak|recycles] " + Extent.USAGE;

    private EnduranceBenchmark() {}

    /** The proof that is named first, or all of them. */
    public static void run(List<String> arguments, PrintStream out) throws Exception {
        Extent extent = Extent.parse(arguments);
        String which = arguments.isEmpty() || arguments.getFirst().startsWith("--") ? "all" : arguments.getFirst();
        switch (which) {
            case "kills" -> KillProof.run(extent, out);
            case "soak" -> SoakProof.run(extent, out);
            case "recycles" -> RecycleProof.run(extent, out);
            case "all" -> {
                KillProof.run(extent, out);
                SoakProof.run(extent, out);
                RecycleProof.run(extent, out);
            }
            default -> {
                System.err.println("usage: " + USAGE);
                System.exit(2);
            }
        }
    }
}
