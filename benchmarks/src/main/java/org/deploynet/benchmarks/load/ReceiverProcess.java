package org.deploynet.benchmarks.load;

import java.io.IOException;
import org.deploynet.benchmarks.PublishedSite;
import org.deploynet.benchmarks.rig.FarEnd;
import org.deploynet.benchmarks.rig.FarProcess;

/** The process of the {@link Receivers}, at the far end of the wire. For one thread. */
final class ReceiverProcess implements AutoCloseable {
    /** The word by which these benchmarks start it. */
    private static final String WORD = "load-receivers";

    private final FarProcess process;

    ReceiverProcess(FarEnd far, PublishedSite site) throws IOException {
        process = new FarProcess(far, WORD, site);
    }

    long pid() {
        return process.pid();
    }

    /** Opens or closes links until there are as many. */
    void open(int links) throws IOException {
        process.ask("open " + links);
    }

    /** The first {@code links} ask for {@code pieces} at a time, again and again. */
    void bulk(int links, int pieces) throws IOException {
        process.ask("bulk " + links + " " + pieces);
    }

    /** Returns when all that was under way has come. */
    void rest() throws IOException {
        process.ask("rest");
    }

    /** What each link has brought so far. */
    long[] bytes() throws IOException {
        return process.ask("bytes");
    }

    /** Nanoseconds that each urgent question on one link took. */
    long[] urgent(int link, int times) throws IOException {
        return process.ask("urgent " + link + " " + times);
    }

    /** How many beats were late on each of the first {@code links}. */
    long[] steady(int links, int beats) throws IOException {
        return process.ask("steady " + links + " " + beats);
    }

    @Override
    public void close() {
        process.close();
    }
}
