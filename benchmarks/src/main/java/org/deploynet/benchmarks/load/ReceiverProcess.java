package org.deploynet.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.deploynet.benchmarks.FreshProcess;
import org.deploynet.benchmarks.OneSite;

/** The process of the {@link Receivers}, at the far end of the wire. For one thread. */
final class ReceiverProcess implements AutoCloseable {
    /** The word by which these benchmarks start it. */
    private static final String WORD = "load-receivers";

    private final Process process;
    private final PrintStream to;
    private final BufferedReader from;

    ReceiverProcess(FarEnd far, URI visitors, OneSite site) throws IOException {
        List<String> program = FreshProcess.with(
                WORD,
                visitors.toString(),
                site.origin().toString(),
                site.signed().manifest().site().hex(),
                site.object().toString(),
                String.valueOf(site.objectBytes()));
        process = new ProcessBuilder(far.inside(program))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        from = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    long pid() {
        return process.pid();
    }

    /** Opens or closes links until there are as many. */
    void open(int links) throws IOException {
        ask("open " + links);
    }

    /** The first {@code links} ask for {@code pieces} at a time, again and again. */
    void bulk(int links, int pieces) throws IOException {
        ask("bulk " + links + " " + pieces);
    }

    /** Returns when all that was under way has come. */
    void rest() throws IOException {
        ask("rest");
    }

    /** What each link has brought so far. */
    long[] bytes() throws IOException {
        return ask("bytes");
    }

    /** Nanoseconds that each urgent question on one link took. */
    long[] urgent(int link, int times) throws IOException {
        return ask("urgent " + link + " " + times);
    }

    /** How many beats were late on each of the first {@code links}. */
    long[] steady(int links, int beats) throws IOException {
        return ask("steady " + links + " " + beats);
    }

    private long[] ask(String command) throws IOException {
        to.println(command);
        String line = from.readLine();
        if (line == null || !line.startsWith("ok ")) {
            throw new IOException("the receivers say: " + line);
        }
        return Arrays.stream(line.substring("ok ".length()).split(" "))
                .filter(word -> !word.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
