package org.deploynet.benchmarks.load;

import static org.deploynet.benchmarks.rig.Findings.reached;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.deploynet.benchmarks.Folders;
import org.deploynet.benchmarks.PublishedSite;
import org.deploynet.benchmarks.Samples;
import org.deploynet.benchmarks.rig.Cores;
import org.deploynet.benchmarks.rig.EngineUnderLoad;
import org.deploynet.benchmarks.rig.FarEnd;
import org.deploynet.benchmarks.rig.Findings;
import org.deploynet.benchmarks.rig.ReceiverProcess;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.signaling.SignalingOptions;

/**
 * One whole engine and many visitors without a browser, over a veth pair between two network namespaces: what it brings in all
 * beside plain UDP over the same wire, what that costs, how evenly it is shared, and how long an urgent request waits. Needs
 * root and iperf3.
 */
public final class LoadBenchmark {
    private static final int OBJECT_BYTES = 16 * Pieces.PIECE_BYTES + 16 * 1024;
    private static final int BROWSERS = 2_000;
    private static final int MANY = 64;
    private static final int SOME = 16;
    /** At a high rate few questions, as a link may carry 50 messages a second; among many links few bytes under way. */
    private static final int PIECES_ALONE = 16;

    private static final int PIECES_AMONG_MANY = 2;

    /** The receivers are as good as anybody. */
    private static final int NICENESS = 0;

    /** Congestion windows have opened. */
    private static final Duration SETTLING = Duration.ofSeconds(1);

    private final Size size;
    private final EngineUnderLoad engine;
    private final ReceiverProcess receivers;
    private final Iperf iperf;
    private final Findings findings;

    /** How much is measured. */
    private record Size(int rounds, Duration window, int urgentQuestions, int idleLinks, int[] steadyLinks, int beats) {
        static final Size WHOLE =
                new Size(9, Duration.ofSeconds(3), 100, 200, new int[] {100, 200, 250, 300, 400, 500}, 6);
        static final Size QUICK = new Size(1, Duration.ofSeconds(2), 20, 20, new int[] {20}, 2);
    }

    private LoadBenchmark(Size size, EngineUnderLoad engine, ReceiverProcess receivers, Iperf iperf, PrintStream out) {
        this.size = size;
        this.engine = engine;
        this.receivers = receivers;
        this.iperf = iperf;
        this.findings = new Findings(out);
    }

    public static void run(boolean quick, PrintStream out) throws Exception {
        Path folder = Files.createTempDirectory("deploynet-load");
        SignalingOptions signaling =
                SignalingOptions.in(folder.resolve("signaling")).withHost("0.0.0.0");
        try (var far = new FarEnd();
                var iperf = new Iperf(far);
                var site = new PublishedSite(signaling, OBJECT_BYTES);
                var engine = new EngineUnderLoad(site, folder.resolve("peer"), BROWSERS);
                var receivers = new ReceiverProcess(far, site, NICENESS)) {
            new LoadBenchmark(quick ? Size.QUICK : Size.WHOLE, engine, receivers, iperf, out).measure();
        } finally {
            Folders.delete(folder);
        }
    }

    private void measure() throws IOException, InterruptedException {
        idleLinks();
        receivers.open(MANY);
        long[] alone = receivers.urgent(0, size.urgentQuestions());
        one();
        rounds();
        findings.say("engine's memory so far: at most %.0f MB", engine.mostResidentBytes() / 1e6);
        urgent(alone);
        steady();
    }

    private void idleLinks() throws IOException, InterruptedException {
        receivers.open(SOME);
        long before = engine.proportionalBytes();
        receivers.open(SOME + size.idleLinks());
        Thread.sleep(size.window());
        double kilobytes = (engine.proportionalBytes() - before) / 1e3 / size.idleLinks();
        findings.say(
                "idle link, of %d: %.0f kB of proportional set size; goal 220 kB: %s",
                size.idleLinks(), kilobytes, reached(kilobytes <= 220));
    }

    /** What a window under load came to; the receivers' processor time a gigabit beside the engine's. */
    private record Load(double mbits, double secondsPerGbit, double receivers, double fairness) {
        static double median(List<Load> of, ToDoubleFunction<Load> figure) {
            return LoadBenchmark.median(of.stream().mapToDouble(figure).toArray());
        }
    }

    private Load load(int links, int pieces) throws IOException, InterruptedException {
        receivers.bulk(links, pieces);
        Thread.sleep(SETTLING);
        long[] before = receivers.bytes();
        double processor = engine.processorSeconds();
        double theirs = receivers.processorSeconds();
        long begun = System.nanoTime();
        Thread.sleep(size.window());
        long[] after = receivers.bytes();
        processor = engine.processorSeconds() - processor;
        theirs = receivers.processorSeconds() - theirs;
        double seconds = (System.nanoTime() - begun) / 1e9;
        receivers.rest();
        double[] each = new double[links];
        Arrays.setAll(each, link -> (after[link] - before[link]) * 8 / 1e6);
        double mbit = Arrays.stream(each).sum();
        return new Load(mbit / seconds, processor / mbit * 1e3, theirs / mbit * 1e3, jain(each));
    }

    /** Jain, Chiu and Hawe (1984): 1 when all are equal, 1/n when one has everything. */
    private static double jain(double[] each) {
        double sum = Arrays.stream(each).sum();
        double squares = Arrays.stream(each).map(x -> x * x).sum();
        return sum * sum / (each.length * squares);
    }

    private void one() throws IOException, InterruptedException {
        load(1, PIECES_ALONE);
        var loads = new ArrayList<Load>();
        for (int round = 0; round < Math.min(3, size.rounds()); round++) {
            loads.add(load(1, PIECES_ALONE));
        }
        double cost = Load.median(loads, Load::secondsPerGbit);
        findings.say(
                "1 link: %.0f Mbit/s, %.2f CPU s/Gbit; goal 2.4: %s",
                Load.median(loads, Load::mbits), cost, reached(cost <= 2.4));
    }

    private void rounds() throws IOException, InterruptedException {
        var wire = new ArrayList<Double>();
        var some = new ArrayList<Load>();
        var many = new ArrayList<Load>();
        load(MANY, PIECES_AMONG_MANY);
        for (int round = 0; round < size.rounds(); round++) {
            wire.add(iperf.mbits((int) size.window().toSeconds()));
            some.add(load(SOME, PIECES_AMONG_MANY));
            many.add(load(MANY, PIECES_AMONG_MANY));
            findings.say(
                    "round %d: iperf3 %.0f, %d links %.0f, %d links %.0f Mbit/s",
                    round + 1,
                    wire.getLast(),
                    SOME,
                    some.getLast().mbits(),
                    MANY,
                    many.getLast().mbits());
        }
        findings.say(
                "iperf3, UDP of 1,200 bytes: %s Mbit/s",
                range(wire.stream().mapToDouble(x -> x).toArray()));
        besideWire(SOME, some, wire);
        besideWire(MANY, many, wire);
        double cost = Load.median(many, Load::secondsPerGbit);
        findings.say("%d links: %.2f CPU s/Gbit; goal 2.2: %s", MANY, cost, reached(cost <= 2.2));
        ceiling(cost, Load.median(many, Load::receivers), wire);
        double fair = Load.median(many, Load::fairness);
        double least = many.stream().mapToDouble(Load::fairness).min().orElseThrow();
        findings.say(
                "fairness of %d equal links (Jain): %.3f, least %.3f; goal 0.98: %s",
                MANY, fair, least, reached(fair >= 0.98));
    }

    private void besideWire(int links, List<Load> loads, List<Double> wire) {
        double[] shares = new double[wire.size()];
        Arrays.setAll(shares, round -> loads.get(round).mbits() / wire.get(round));
        findings.say(
                "%d links: %s Mbit/s, beside iperf3 %.2f (%s); goal 0.80: %s",
                links,
                range(loads.stream().mapToDouble(Load::mbits).toArray()),
                median(shares),
                String.format(
                        Locale.ROOT,
                        "%.2f to %.2f",
                        Arrays.stream(shares).min().orElseThrow(),
                        Arrays.stream(shares).max().orElseThrow()),
                reached(median(shares) >= 0.80));
    }

    /** What this machine's cores could bring at most at these costs, if they did nothing else. */
    private void ceiling(double engine, double receivers, List<Double> wire) {
        int cores = Runtime.getRuntime().availableProcessors();
        double mbits = cores / (engine + receivers) * 1e3;
        double beside = mbits / median(wire.stream().mapToDouble(x -> x).toArray());
        findings.say(
                "the receivers need %.2f CPU s/Gbit; with both ends here, %d cores bring at most %.0f Mbit/s, %.2f of iperf3",
                receivers, cores, mbits, beside);
    }

    private void urgent(long[] alone) throws IOException, InterruptedException {
        receivers.open(MANY + 1);
        receivers.bulk(MANY, PIECES_AMONG_MANY);
        Thread.sleep(size.window());
        long[] behindOwn = receivers.urgent(0, size.urgentQuestions());
        long[] besideOthers = receivers.urgent(MANY, size.urgentQuestions());
        receivers.rest();
        findings.say("%s", Samples.line("16 KiB, priority 0, idle engine", alone));
        more("on a link with bulk, behind " + MANY, behindOwn, alone);
        more("on a link of its own, behind " + MANY, besideOthers, alone);
    }

    private void more(String name, long[] behind, long[] alone) {
        findings.say("%s", Samples.line(name, behind));
        double more = Samples.millis(Samples.quantile(behind, 0.95) - Samples.quantile(alone, 0.95));
        findings.say("  p95 over the idle engine: %.1f ms; goal 50: %s", more, reached(more <= 50));
    }

    private void steady() throws IOException, InterruptedException {
        Cores.apart(engine.pid(), receivers.pid());
        int most = 0;
        for (int links : size.steadyLinks()) {
            receivers.open(links);
            double processor = engine.processorSeconds();
            long begun = System.nanoTime();
            long[] late = receivers.steady(links, size.beats());
            double busy = (engine.processorSeconds() - processor) / ((System.nanoTime() - begun) / 1e9);
            double onTime =
                    (double) Arrays.stream(late).filter(beats -> beats == 0).count() / links;
            findings.say(
                    "%d links at 1 Mbit/s, engine on one core: %.1f %% on time, core %.0f %% busy",
                    links, 100 * onTime, 100 * busy);
            if (onTime < 0.95) {
                break;
            }
            most = links;
        }
        findings.say("most links at 1 Mbit/s of which 95 %% are on time: %d; goal 200: %s", most, reached(most >= 200));
    }

    private static double median(double[] all) {
        double[] sorted = all.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static String range(double[] all) {
        return String.format(
                Locale.ROOT,
                "%.0f (%.0f to %.0f)",
                median(all),
                Arrays.stream(all).min().orElseThrow(),
                Arrays.stream(all).max().orElseThrow());
    }
}
