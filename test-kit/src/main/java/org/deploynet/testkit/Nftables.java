package org.deploynet.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The kernel's packet rules of this network namespace, which go with it. Needs root in the namespace. Safe from any thread.
 */
public final class Nftables {
    private Nftables() {}

    /** Whether this process may make rules. */
    public static boolean isAllowed() throws InterruptedException {
        try {
            run("", "nft", "list", "tables");
            return true;
        } catch (IOException notHere) {
            return false;
        }
    }

    /** Adds these rules, written as {@code nft -f} reads them. */
    public static void add(String rules) throws IOException, InterruptedException {
        run(rules, "nft", "-f", "-");
    }

    /** What {@code nft list} says of an object. */
    public static String list(String... what) throws IOException, InterruptedException {
        return run("", Stream.concat(Stream.of("nft", "list"), Stream.of(what)).toArray(String[]::new));
    }

    /** Runs a command to its end and returns what it wrote. */
    public static String run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(List.of(command) + " needs root in this namespace: " + output.strip());
        }
        return output;
    }
}
