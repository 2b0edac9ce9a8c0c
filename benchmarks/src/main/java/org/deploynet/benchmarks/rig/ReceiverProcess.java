package org.deploynet.benchmarks.rig;

import java.io.IOException;
import org.deploynet.benchmarks.ProcessFigures;
import org.deploynet.benchmarks.PublishedSite;

/** The process of the {@link Receivers}, at the far end of the wire. For one thread. */
public final class ReceiverProcess implements AutoCloseable {
    /** The word by which these benchmarks start it. */
    public static final String WORD = "receivers";

    private final FarProcess process;

    /** {@code niceness} as in {@link FarProcess}. */
    public ReceiverProcess(FarEnd far, PublishedSite site, int niceness) throws IOException {
        process = new FarProcess(far, WORD, site, niceness);
    }

    public long pid() {
        return process.pid();
    }

    /** As {@link ProcessFigures#processorSeconds}. */
    public double processorSeconds() throws IOException {
        return ProcessFigures.processorSeconds(pid());
    }

    /** Opens or closes links until there are as many. */
    public void open(int links) throws IOException {
        process.ask("open " + links);
    }

    /** The first {@code links} ask for {@code pieces} at a time, again and again. */
    public void bulk(int links, int pieces) throws IOException {
        process.ask("bulk " + links + " " + pieces);
    }

    /** Returns when all that was under way has come. */
    public void rest() throws IOException {
        process.ask("rest");
    }

    /** What each link has brought so far. */
    public long[] bytes() throws IOException {
        return process.ask("bytes");
    }

    /** Nanoseconds that each urgent question on one link took. */
    public long[] urgent(int link, int times) throws IOException {
        return process.ask("urgent " + link + " " + times);
    }

    /** How many beats were late on each of the first {@code links}. */
    public long[] steady(int links, int beats) throws IOException {
        return process.ask("steady " + links + " " + beats);
    }

    /** Nanoseconds that each urgent question took of all links, each of which asks {@code times} times, ten a second. */
    public long[] probe(int times) throws IOException {
        return process.ask("probe " + times);
    }

    @Override
    public void close() {
        process.close();
    }
}
