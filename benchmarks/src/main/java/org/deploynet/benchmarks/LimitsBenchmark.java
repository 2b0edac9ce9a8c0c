package org.deploynet.benchmarks;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentSkipListMap;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.rpc.ControlClient;
import org.deploynet.testkit.JavaVisitor;
import org.deploynet.testkit.RtcEnd;

/**
 * How exactly the upload limit holds: what the kernel counts of the engine's packets in windows of 10 s under a visitor who
 * always wants more, and how soon a changed limit counts. On one link that stays open.
 */
final class LimitsBenchmark {
    private static final int OBJECT_BYTES = 256 * 1024;
    private static final double[] CAPS_MBIT = {1, 5, 20, 100};
    private static final int WINDOWS = 3;
    private static final Duration WINDOW = Duration.ofSeconds(10);
    /** What was under way at the old limit is through. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private static final Duration SAMPLE = Duration.ofMillis(10);
    private static final int WATCHED_SAMPLES = 400;
    /** The shortest time in which a rate says something: 20 ms quanta at the slow caps. */
    private static final int RATE_SAMPLES = 25;

    private final WholeNetwork network;
    private final JavaVisitor visitor;
    private final ControlClient control;
    private final UdpFlows flows;
    private final PrintStream out;

    private LimitsBenchmark(
            WholeNetwork network, JavaVisitor visitor, ControlClient control, UdpFlows flows, PrintStream out) {
        this.network = network;
        this.visitor = visitor;
        this.control = control;
        this.flows = flows;
        this.out = out;
    }

    static void run(PrintStream out) throws Exception {
        PeerConnectionFactory browser = RtcEnd.factory();
        try (var network = new WholeNetwork(OBJECT_BYTES);
                var control = ControlClient.connect(network.controlSocket(), "bench", "bench");
                var visitor = new JavaVisitor(network.http(), browser, network.forVisitors())) {
            var flows = new UdpFlows();
            visitor.connect();
            new LimitsBenchmark(network, visitor, control, flows, out).measure();
        } finally {
            browser.dispose();
        }
    }

    private void measure() throws Exception {
        try (var hungry = new HungryVisitor(visitor, network.site(), OBJECT_BYTES)) {
            for (double cap : CAPS_MBIT) {
                windows(cap);
            }
            change(100, 5);
            change(5, 100);
            change(100, 1);
            change(1, 20);
            out.println("browsers connected at the end: "
                    + control.snapshot().browsers().connected() + ", of one that connected at the start");
            hungry.stop();
            control.limit(UploadChoice.UNLIMITED);
        }
    }

    private static UploadChoice mbit(double cap) {
        return UploadChoice.of(Math.round(cap * 125_000));
    }

    private void windows(double cap) throws IOException, InterruptedException {
        control.limit(mbit(cap));
        Thread.sleep(SETTLING);
        var shares = new ArrayList<Double>();
        for (int window = 0; window < WINDOWS; window++) {
            long bytes = flows.most();
            long begun = System.nanoTime();
            Thread.sleep(WINDOW);
            double seconds = (System.nanoTime() - begun) / 1e9;
            shares.add((flows.most() - bytes) * 8 / seconds / (cap * 1e6));
        }
        double least = shares.stream().min(Double::compare).orElseThrow();
        double most = shares.stream().max(Double::compare).orElseThrow();
        out.printf(
                Locale.ROOT,
                "cap %5.0f Mbit/s, %d windows of %d s: %.3f to %.3f of it on the interface; goal 0.95 to 1.02: %s%n",
                cap,
                WINDOWS,
                WINDOW.toSeconds(),
                least,
                most,
                least >= 0.95 && most <= 1.02 ? "reached" : "missed");
    }

    /** From the order to the first quarter of a second at the new rate, as the visitor sees it. */
    private void change(double from, double to) throws IOException, InterruptedException {
        control.limit(mbit(from));
        Thread.sleep(SETTLING);
        var seen = new ConcurrentSkipListMap<Long, Long>();
        long begun = System.nanoTime();
        control.limit(mbit(to));
        for (int i = 0; i < WATCHED_SAMPLES; i++) {
            seen.put(System.nanoTime() - begun, visitor.link().frameBytes());
            Thread.sleep(SAMPLE);
        }
        double seconds = settled(List.copyOf(seen.keySet()), List.copyOf(seen.values()), to);
        out.printf(
                Locale.ROOT,
                "from %.0f to %.0f Mbit/s: the new rate holds after %.2f s; goal 1 s: %s%n",
                from,
                to,
                seconds,
                seconds <= 1 ? "reached" : "missed");
    }

    // The payload is a little less than what is on the line; a quarter second begins anywhere in a frame of 64 KiB.
    private static double settled(List<Long> at, List<Long> bytes, double cap) {
        for (int i = 0; i + RATE_SAMPLES < at.size(); i++) {
            double seconds = (at.get(i + RATE_SAMPLES) - at.get(i)) / 1e9;
            double mbits = (bytes.get(i + RATE_SAMPLES) - bytes.get(i)) * 8 / seconds / 1e6;
            double frame = 65_552 * 8 / seconds / 1e6;
            if (mbits >= 0.85 * cap - frame && mbits <= 1.02 * cap + Math.min(frame, cap)) {
                return at.get(i) / 1e9;
            }
        }
        return Double.POSITIVE_INFINITY;
    }
}
