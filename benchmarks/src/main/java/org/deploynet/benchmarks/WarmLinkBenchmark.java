package org.deploynet.benchmarks;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.testkit.JavaVisitor;
import org.deploynet.testkit.RtcEnd;

/**
 * From a request to the last byte of 64 KiB on a warm link: a whole engine with cache, tickets and receipts against a bare
 * pair of webrtc-java, in turns in one run.
 */
final class WarmLinkBenchmark {
    private static final int OBJECT_BYTES = 64 * 1024;
    private static final int HEADER_BYTES = 16;
    /** A super-peer runs for weeks: its code is compiled before anything is measured. */
    private static final int WARM_UP_ROUNDS = 150;

    private static final int WARM_UP_WANTS = 30;
    private static final double GOAL_MILLIS = 0.5;
    /** Two rests a round: a link may carry 50 control messages a second, and what is above them waits its turn. */
    private static final long REST_NANOS = Duration.ofMillis(15).toNanos();

    private WarmLinkBenchmark() {}

    static void run(int count, PrintStream out) throws Exception {
        PeerConnectionFactory browser = RtcEnd.factory();
        try (var network = new WholeNetwork(OBJECT_BYTES);
                var bare = new BarePair(browser, HEADER_BYTES + OBJECT_BYTES);
                var visitor = new JavaVisitor(network.http(), browser, network.forVisitors())) {
            visitor.connect();
            warmUp(visitor, network, bare);
            var ours = new Samples();
            var theirs = new Samples();
            var differences = new Samples();
            for (int i = 0; i < count; i++) {
                boolean oursFirst = i % 2 == 0;
                long first = oursFirst ? ask(visitor, network) : bare.ask();
                rest();
                long second = oursFirst ? bare.ask() : ask(visitor, network);
                rest();
                long engine = oursFirst ? first : second;
                long pair = oursFirst ? second : first;
                ours.add(engine);
                theirs.add(pair);
                differences.add(engine - pair);
            }
            out.println(Samples.line("engine, 64 KiB", ours.values()));
            out.println(Samples.line("bare webrtc-java, 64 KiB", theirs.values()));
            out.println(Samples.line("difference, pair by pair", differences.values()));
            double more = Samples.millis(Samples.quantile(ours.values(), 0.5) - Samples.quantile(theirs.values(), 0.5));
            out.println(String.format(
                    Locale.ROOT,
                    "goal: at most %.1f ms more at the median: %.2f ms, %s",
                    GOAL_MILLIS,
                    more,
                    more <= GOAL_MILLIS ? "reached" : "missed"));
        } finally {
            browser.dispose();
        }
    }

    private static void warmUp(JavaVisitor visitor, WholeNetwork network, BarePair bare) throws Exception {
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            visitor.link()
                    .firstPiece(network.site().object(), OBJECT_BYTES, WARM_UP_WANTS)
                    .get(10, TimeUnit.SECONDS);
            for (int i = 0; i < WARM_UP_WANTS; i++) {
                visitor.link().verified(OBJECT_BYTES);
                bare.ask();
            }
            visitor.renewIfHalfUsed();
            rest();
        }
    }

    private static long ask(JavaVisitor visitor, WholeNetwork network) throws Exception {
        long start = System.nanoTime();
        visitor.link().pieces(network.site().object(), OBJECT_BYTES, 0, 1, 0).get(10, TimeUnit.SECONDS);
        long took = System.nanoTime() - start;
        visitor.link().verified(OBJECT_BYTES);
        visitor.renewIfHalfUsed();
        return took;
    }

    // Receipts and their checks belong to no sample.
    private static void rest() {
        LockSupport.parkNanos(REST_NANOS);
    }
}
