package org.deploynet.benchmarks;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.io.PrintStream;
import org.deploynet.testkit.JavaVisitor;
import org.deploynet.testkit.RtcEnd;

/** From the making of a visitor's offer to two open channels, through our own signaling server and to a whole engine. */
final class HandshakeBenchmark {
    private static final int WARM_UP = 10;
    private static final double GOAL_MILLIS = 60;

    private HandshakeBenchmark() {}

    static void run(int count, PrintStream out) throws Exception {
        PeerConnectionFactory browser = RtcEnd.factory();
        try (var network = new WholeNetwork(1_000)) {
            var sent = new Samples();
            var introduced = new Samples();
            var answered = new Samples();
            var open = new Samples();
            for (int i = -WARM_UP; i < count; i++) {
                JavaVisitor.Timings timings = once(network, browser);
                if (i >= 0) {
                    sent.add(timings.sent());
                    introduced.add(timings.introduced());
                    answered.add(timings.answered());
                    open.add(timings.open());
                }
            }
            out.println(Samples.line("offer made and sent", sent.values()));
            out.println(Samples.line("super-peer named", introduced.values()));
            out.println(Samples.line("answer taken", answered.values()));
            out.println(Samples.line("offer to open", open.values()));
            double median = Samples.millis(Samples.quantile(open.values(), 0.5));
            out.println("goal: " + GOAL_MILLIS + " ms median: " + (median <= GOAL_MILLIS ? "reached" : "missed"));
        } finally {
            browser.dispose();
        }
    }

    private static JavaVisitor.Timings once(WholeNetwork network, PeerConnectionFactory browser) throws Exception {
        try (var visitor = new JavaVisitor(network.http(), browser, network.forVisitors())) {
            return visitor.connect();
        }
    }
}
