package org.deploynet.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.deploynet.benchmarks.endurance.Crowd;
import org.deploynet.benchmarks.endurance.EnduranceBenchmark;
import org.deploynet.benchmarks.isolation.AttackerProcess;
import org.deploynet.benchmarks.isolation.Attackers;
import org.deploynet.benchmarks.isolation.IsolationBenchmark;
import org.deploynet.benchmarks.load.LoadBenchmark;
import org.deploynet.benchmarks.rig.ReceiverProcess;
import org.deploynet.benchmarks.rig.Receivers;
import org.deploynet.benchmarks.store.StoreBenchmark;
import org.deploynet.benchmarks.traces.TraceBenchmark;

/**
 * Measurements that the project's figures come from. They need a network namespace with a veth pair:
 * {@code ./deploynet bench [handshake|warm|idle] [COUNT]}, {@code ./deploynet bench limits}, {@code ./deploynet bench automatic},
 * {@code ./deploynet bench load [--quick]}, {@code ./deploynet bench isolation [deaf|silent|flood|offers]… [--quick]},
 * {@code ./deploynet bench store [--quick]}, {@code ./deploynet bench traces [FILE…]},
 * {@code ./deploynet bench endurance [kills|soak|recycles] [--quick]}.
 */
public final class Benchmarks {
    private static final int HANDSHAKES = 60;
    private static final int REQUESTS = 300;
    private static final int IDLE_SECONDS = 60;

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        String which = arguments.length > 0 ? arguments[0] : "all";
        PrintStream out = System.out;
        if (which.equals("bare-sender")) {
            BareSender.run(out);
        }
        if (which.equals("store-open")) {
            StoreBenchmark.openInThisProcess(Path.of(arguments[1]), out);
            System.exit(0);
        }
        if (which.equals(ReceiverProcess.WORD)) {
            Receivers.run(rest(arguments), out);
            System.exit(0);
        }
        if (which.equals(AttackerProcess.WORD)) {
            Attackers.run(rest(arguments), out);
            System.exit(0);
        }
        if (which.equals("endurance-crowd")) {
            Crowd.run(rest(arguments), out);
            System.exit(0);
        }
        out.println(Machine.describe());
        switch (which) {
            case "handshake" -> HandshakeBenchmark.run(count(arguments, HANDSHAKES), out);
            case "warm" -> WarmLinkBenchmark.run(count(arguments, REQUESTS), out);
            case "limits" -> LimitsBenchmark.run(out);
            case "load" -> LoadBenchmark.run(List.of(arguments).contains("--quick"), out);
            case "endurance" -> EnduranceBenchmark.run(rest(arguments), out);
            case "isolation" -> IsolationBenchmark.run(rest(arguments), out);
            case "automatic" -> AutomaticBenchmark.run(out);
            case "idle" -> IdleBenchmark.run(count(arguments, IDLE_SECONDS), out);
            case "store" -> StoreBenchmark.run(List.of(arguments).contains("--quick"), out);
            case "traces" -> TraceBenchmark.run(rest(arguments), out);
            case "all" -> {
                HandshakeBenchmark.run(HANDSHAKES, out);
                WarmLinkBenchmark.run(REQUESTS, out);
                IdleBenchmark.run(IDLE_SECONDS, out);
            }
            default -> {
                System.err.println(
                        "usage: bench [handshake|warm|idle] [COUNT] | bench limits | bench automatic | bench load [--quick] | bench store [--quick] | bench traces [FILE…] | "
                                + IsolationBenchmark.USAGE
                                + " | "
                                + EnduranceBenchmark.USAGE);
                System.exit(2);
            }
        }
        System.exit(0);
    }

    private static List<String> rest(String[] arguments) {
        return List.of(arguments).subList(1, arguments.length);
    }

    private static int count(String[] arguments, int otherwise) {
        return arguments.length > 1 ? Integer.parseInt(arguments[1]) : otherwise;
    }
}
