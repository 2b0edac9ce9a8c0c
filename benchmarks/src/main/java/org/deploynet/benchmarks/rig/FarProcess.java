package org.deploynet.benchmarks.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.deploynet.benchmarks.FreshProcess;
import org.deploynet.benchmarks.PublishedSite;

/**
 * A process of these benchmarks at the far end of the wire, with visitors in it: a command a line on its standard input, the
 * figures in one line on its standard output. For one thread.
 */
public final class FarProcess implements AutoCloseable {
    private final Process process;
    private final PrintStream to;
    private final BufferedReader from;

    /** {@code word} is what these benchmarks start it by. */
    public FarProcess(FarEnd far, String word, PublishedSite site) throws IOException {
        this(far, word, site, 0);
    }

    /** As above; {@code niceness} is the kernel's, from -20 for who comes first to 19. */
    public FarProcess(FarEnd far, String word, PublishedSite site, int niceness) throws IOException {
        var arguments = new ArrayList<>(List.of(word));
        arguments.addAll(Wanted.of(site.site(), visitors(site)).words());
        var command = new ArrayList<>(List.of("nice", "-n", String.valueOf(niceness)));
        command.addAll(FreshProcess.with(arguments.toArray(String[]::new)));
        process = new ProcessBuilder(far.inside(command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        to = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        from = lines(process.getInputStream());
    }

    private static URI visitors(PublishedSite site) {
        return URI.create(
                "ws://" + FarEnd.NEAR_ADDRESS + ":" + site.signaling().uri().getPort() + "/v1/visitor");
    }

    private static BufferedReader lines(InputStream in) {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    public long pid() {
        return process.pid();
    }

    /** The figures it answers with. */
    public long[] ask(String command) throws IOException {
        to.println(command);
        String line = from.readLine();
        if (line == null || !line.startsWith("ok ")) {
            throw new IOException("the visitors say: " + line);
        }
        return Arrays.stream(line.substring("ok ".length()).split(" "))
                .filter(word -> !word.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
    }

    /** What such a process knows to do. */
    @FunctionalInterface
    public interface Commands {
        /** The figures, with a space between any two. */
        String figures(List<String> words) throws InterruptedException, ExecutionException, TimeoutException;
    }

    /** The process's own side: does what standard input says until that ends. */
    public static void obey(Commands commands, PrintStream out) throws IOException {
        BufferedReader in = lines(System.in);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(answer(commands, List.of(line.split(" "))));
        }
    }

    private static String answer(Commands commands, List<String> words) {
        try {
            return "ok " + commands.figures(words);
        } catch (ExecutionException | TimeoutException | IllegalStateException e) {
            return "failed " + words + ": " + e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "failed " + words + ": interrupted";
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
