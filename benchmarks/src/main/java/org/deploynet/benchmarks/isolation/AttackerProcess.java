package org.deploynet.benchmarks.isolation;

import java.io.IOException;
import java.util.Arrays;
import org.deploynet.benchmarks.PublishedSite;
import org.deploynet.benchmarks.rig.FarEnd;
import org.deploynet.benchmarks.rig.FarProcess;
import org.deploynet.protocol.link.LinkMessage;

/** The process of the {@link Attackers}, at the far end of the wire. For one thread at a time. */
public final class AttackerProcess implements AutoCloseable {
    /** The word by which these benchmarks start it. */
    public static final String WORD = "attackers";

    private final FarProcess process;

    AttackerProcess(FarEnd far, PublishedSite site) throws IOException {
        process = new FarProcess(far, WORD, site);
    }

    long pid() {
        return process.pid();
    }

    /** Opens links that say nothing. */
    void mute(int links) throws IOException {
        process.ask("mute " + links);
    }

    /** Opens links that say hello and ask for nothing. */
    void greet(int links) throws IOException {
        process.ask("greet " + links);
    }

    /** Opens links that say hello and take a first answer. */
    void eat(int links) throws IOException {
        process.ask("eat " + links);
    }

    /** All ask for bulk, and do not wait for it. */
    void ask(int pieces) throws IOException {
        process.ask("ask " + pieces);
    }

    /** For each link, one after the other a second long: requests that left, and nanoseconds that took. */
    long[] flood() throws IOException {
        return process.ask("flood");
    }

    /** Milliseconds that each link lived, -1 where it does still. */
    long[] lived() throws IOException {
        return process.ask("lived");
    }

    long open() throws IOException {
        return Arrays.stream(lived())
                .filter(millis -> millis == Attacker.STILL_OPEN)
                .count();
    }

    /** How many links were told that they are closed for this reason. */
    long heard(LinkMessage.Bye.Why why) throws IOException {
        return process.ask("heard " + why.name())[0];
    }

    /**
     * Sends offers through the signaling server; how many were answered, declined, and refused by the server itself, and
     * nanoseconds that it took.
     */
    long[] offer(int count) throws IOException {
        return process.ask("offer " + count);
    }

    @Override
    public void close() {
        process.close();
    }
}
