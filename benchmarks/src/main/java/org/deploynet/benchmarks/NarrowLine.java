package org.deploynet.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An uplink with one queue, made of this network namespace's loopback: what is sent in large UDP packets, and what goes to one
 * TCP port, leaves at a given rate (class of HTB, told by nftables); all else is as fast as ever. Needs root in the namespace,
 * with which it goes.
 */
final class NarrowLine implements AutoCloseable {
    /** A queue of one second: what home routers are known to have. */
    private static final int QUEUE_PARTS_OF_A_SECOND = 1;

    private static final Pattern SENT = Pattern.compile("class htb 1:1 .*?Sent ([0-9]+) bytes", Pattern.DOTALL);
    private static final Pattern WAITING = Pattern.compile("class htb 1:1 .*?backlog ([0-9]+)([KM]?)b", Pattern.DOTALL);

    private final long bytesPerSecond;

    NarrowLine(double mbits, int signalingPort) throws IOException, InterruptedException {
        bytesPerSecond = Math.round(mbits * 125_000);
        run("", "ip", "link", "set", "lo", "mtu", "1500");
        tc("qdisc", "replace", "dev", "lo", "root", "handle", "1:", "htb", "default", "2");
        tc(
                "class", "replace", "dev", "lo", "parent", "1:", "classid", "1:2", "htb", "rate", "10gbit", "quantum",
                "60000");
        tc(
                "class",
                "replace",
                "dev",
                "lo",
                "parent",
                "1:",
                "classid",
                "1:1",
                "htb",
                "rate",
                mbits + "mbit",
                "ceil",
                mbits + "mbit",
                "burst",
                "4k",
                "cburst",
                "4k");
        long queue = bytesPerSecond / QUEUE_PARTS_OF_A_SECOND;
        tc("qdisc", "replace", "dev", "lo", "parent", "1:1", "handle", "11:", "bfifo", "limit", Long.toString(queue));
        run("""
                table inet deploynet_line
                delete table inet deploynet_line
                table inet deploynet_line {
                  chain leaving {
                    type filter hook output priority 0;
                    udp length > 500 meta priority set 1:1
                    tcp dport %d meta priority set 1:1
                  }
                }
                """.formatted(signalingPort), "nft", "-f", "-");
    }

    /** The loopback is as it was. */
    @Override
    public void close() throws IOException {
        try {
            tc("qdisc", "del", "dev", "lo", "root");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Bytes that left it. */
    long sent() throws IOException, InterruptedException {
        return Long.parseLong(found(SENT).group(1));
    }

    /** How long what waits will take, in seconds. */
    double queueSeconds() throws IOException, InterruptedException {
        Matcher waiting = found(WAITING);
        long unit = switch (waiting.group(2)) {
            case "K" -> 1024;
            case "M" -> 1024 * 1024;
            default -> 1;
        };
        return (double) (Long.parseLong(waiting.group(1)) * unit) / bytesPerSecond;
    }

    private static Matcher found(Pattern pattern) throws IOException, InterruptedException {
        String all = tc("-s", "class", "show", "dev", "lo");
        Matcher found = pattern.matcher(all);
        if (!found.find()) {
            throw new IOException("no such line: " + all);
        }
        return found;
    }

    private static String tc(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "tc";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return run("", command);
    }

    private static String run(String input, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var to = process.getOutputStream()) {
            to.write(input.getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("iproute2 and nftables are needed, and root: " + output.strip());
        }
        return output;
    }
}
