package org.deploynet.benchmarks.endurance;

import java.io.IOException;
import org.deploynet.benchmarks.PublishedSite;
import org.deploynet.benchmarks.rig.FarEnd;
import org.deploynet.benchmarks.rig.FarProcess;

/** The process of the {@link Crowd}, at the far end of the wire. For one thread. */
final class CrowdProcess implements AutoCloseable {
    /** The word by which these benchmarks start it. */
    private static final String WORD = "endurance-crowd";

    private final FarProcess process;

    CrowdProcess(FarEnd far, PublishedSite site) throws IOException {
        process = new FarProcess(far, WORD, site);
    }

    /** So many visitors come, and again whenever their link is over. */
    void stay(int visitors) throws IOException {
        process.ask("stay " + visitors);
    }

    /** They take what is under way and leave. */
    void rest() throws IOException {
        process.ask("rest");
    }

    /** The first link that was opened after {@code nanoTime} and brought a piece; waits for it. */
    LastingVisitor.Begun again(long nanoTime) throws IOException {
        long[] at = process.ask("again " + nanoTime);
        return new LastingVisitor.Begun(at[0], at[1]);
    }

    /** So many come one after the other, {@code atOnce} at a time, and leave with as many pieces; returns when all have. */
    void visits(int visits, int atOnce, int pieces) throws IOException {
        process.ask("visits " + visits + " " + atOnce + " " + pieces);
    }

    Tally.Sums tally() throws IOException {
        return Tally.Sums.of(process.ask("tally"));
    }

    @Override
    public void close() {
        process.close();
    }
}
