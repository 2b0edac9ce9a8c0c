package org.deploynet.benchmarks.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A second network namespace with the other end of this one's veth pair, so that packets between the two really cross it. It
 * lasts as long as the process that holds it. Needs root.
 */
public final class FarEnd implements AutoCloseable {
    /** This side, as test-kit/namespace sets it up. */
    public static final String NEAR_ADDRESS = "10.77.0.1";

    public static final String ADDRESS = "10.77.0.2";
    private static final String INTERFACE = "dn1";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Process holder;

    public FarEnd() throws IOException, InterruptedException {
        // Ends by itself when this process does.
        holder = new ProcessBuilder("unshare", "-n", "cat").start();
        awaitNamespace();
        Tool.run(List.of("ip", "link", "set", INTERFACE, "netns", String.valueOf(holder.pid())));
        Tool.run(inside(List.of("ip", "addr", "add", ADDRESS + "/24", "dev", INTERFACE)));
        Tool.run(inside(List.of("ip", "link", "set", INTERFACE, "up")));
        Tool.run(inside(List.of("ip", "link", "set", "lo", "up")));
    }

    private void awaitNamespace() throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (namespace("self").equals(namespace(String.valueOf(holder.pid())))) {
            if (!holder.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("a second network namespace could not be made: root is needed");
            }
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static Path namespace(String process) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", process, "ns", "net"));
    }

    /** The command line that runs {@code command} over there. */
    public List<String> inside(List<String> command) {
        var whole = new ArrayList<>(List.of("nsenter", "-t", String.valueOf(holder.pid()), "-n"));
        whole.addAll(command);
        return whole;
    }

    /** Ports that are taken over there from now on, both included. */
    public void usePorts(int first, int last) throws IOException, InterruptedException {
        Tool.run(inside(List.of("sysctl", "-q", "-w", "net.ipv4.ip_local_port_range=" + first + " " + last)));
    }

    @Override
    public void close() {
        holder.destroy();
    }
}
