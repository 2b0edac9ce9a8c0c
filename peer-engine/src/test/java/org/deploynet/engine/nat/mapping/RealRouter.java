package org.deploynet.engine.nat.mapping;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deploynet.engine.OwnClassPath;

/** A home behind a router with miniupnpd, in namespaces that {@code test-kit/router} makes and that go with this. */
final class RealRouter implements AutoCloseable {
    private static final Path SCRIPT =
            Path.of("..", "test-kit", "router").toAbsolutePath().normalize();
    /** The script's exit code where a system does not let it work. */
    private static final int NOT_HERE = 125;

    private final Process process;
    private final String pid;

    private RealRouter(Process process, String pid) {
        this.process = process;
        this.pid = pid;
    }

    /** The system forbids namespaces, or lacks miniupnpd; the text says which. */
    static final class NotHereException extends Exception {
        NotHereException(String why) {
            super(why);
        }
    }

    /** @param configuration lines of miniupnpd.conf */
    static RealRouter up(String... configuration) throws Exception {
        return behind("8.8.8", configuration);
    }

    /** @param publicNetwork the first three parts of its addresses */
    static RealRouter behind(String publicNetwork, String... configuration) throws Exception {
        File errors = File.createTempFile("router", ".log");
        errors.deleteOnExit();
        var builder = new ProcessBuilder(command(List.of("up"), configuration)).redirectError(errors);
        builder.environment().put("ROUTER_WAN", publicNetwork);
        Process process = builder.start();
        String first = Optional.ofNullable(reader(process).readLine()).orElse("");
        if (first.startsWith("ready ")) {
            return new RealRouter(process, first.substring("ready ".length()));
        }
        process.getOutputStream().close();
        int code = process.waitFor();
        String why = Files.readString(errors.toPath()).strip();
        throw code == NOT_HERE
                ? new NotHereException(why)
                : new IOException("the router ended with " + code + ": " + why);
    }

    /** Starts a command at a place: home, router or public. */
    Process start(String place, String... command) throws IOException {
        return new ProcessBuilder(command(List.of("enter", pid, place), command))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Runs a command to its end and returns what it printed. */
    String run(String place, String... command) throws Exception {
        return runWith("", place, command);
    }

    private String runWith(String input, String place, String... command) throws Exception {
        Process running = start(place, command);
        try (var to = running.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (running.waitFor() != 0) {
            throw new IOException(List.of(command) + " failed: " + output);
        }
        return output;
    }

    /** Adds packet rules at home. */
    void rules(String rules) throws Exception {
        runWith(rules, "home", "nft", "-f", "-");
    }

    /** What the router forwards now, as its kernel says. */
    String forwards() throws Exception {
        return run("router", "nft", "list", "chain", "inet", "filter", "prerouting_miniupnpd");
    }

    /** When the lease of a port ends, in seconds since 1970, as the router has written it down; 0 for none. */
    long leaseEnd(int port) throws Exception {
        return run("router", "cat", "/run/router/leases")
                .lines()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields[1].equals(String.valueOf(port)))
                .mapToLong(fields -> Long.parseLong(fields[4]))
                .findFirst()
                .orElse(0);
    }

    /** A datagram from the public network to a port of the router's outer address. */
    void sendFromPublic(int port, String text) throws Exception {
        run("public", "bash", "-c", "echo " + text + " >/dev/udp/8.8.8.2/" + port);
    }

    private static List<String> command(List<String> words, String... more) {
        return Stream.concat(Stream.concat(Stream.of(SCRIPT.toString()), words.stream()), Stream.of(more))
                .toList();
    }

    static BufferedReader reader(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        end(process);
    }

    // As long as it takes; the test has a time-out of its own.
    private static void end(Process process) throws IOException {
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IOException("it does not end", e);
        }
    }

    /** A process of a class of these tests, and what it printed. */
    static final class Client implements AutoCloseable {
        private final Process process;
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

        Client(RealRouter router, Class<?> main, String... arguments) throws IOException {
            var command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    OwnClassPath.get(),
                    main.getName()));
            command.addAll(List.of(arguments));
            process = router.start("home", command.toArray(String[]::new));
            Thread.ofVirtual().start(() -> reader(process).lines().forEach(lines::add));
        }

        /** Whether a line that begins so was printed. */
        boolean said(String beginning) {
            return List.copyOf(lines).stream().anyMatch(line -> line.startsWith(beginning));
        }

        boolean isOver() {
            return !process.isAlive();
        }

        List<String> lines() {
            return List.copyOf(lines);
        }

        /** {@code kill -9}. */
        void kill() throws InterruptedException {
            process.destroyForcibly().waitFor();
        }

        /** Ends its standard input, which lets it end in order. */
        @Override
        public void close() throws IOException {
            if (process.isAlive()) {
                process.getOutputStream().close();
            }
            end(process);
        }
    }
}
