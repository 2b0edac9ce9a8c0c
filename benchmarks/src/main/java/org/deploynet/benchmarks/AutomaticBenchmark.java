package org.deploynet.benchmarks;

import dev.onvoid.webrtc.PeerConnectionFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.control.EngineSnapshot.Automatic;
import org.deploynet.control.UploadChoice;
import org.deploynet.control.rpc.ControlClient;
import org.deploynet.testkit.JavaVisitor;
import org.deploynet.testkit.RtcEnd;

/**
 * What the automatic upload limit makes of a line whose queue is the kernel's own ({@link NarrowLine}): how much of the line it
 * takes and how long the queue stands, while it measures, while nobody else sends, and while others send half of what fits.
 */
final class AutomaticBenchmark {
    private static final int OBJECT_BYTES = 256 * 1024;
    private static final double[] LINES_MBIT = {5, 20, 60};
    private static final Duration MEASURING = Duration.ofSeconds(40);
    private static final Duration HOLDING = Duration.ofSeconds(20);
    private static final Duration OTHERS = Duration.ofSeconds(15);
    private static final Duration SAMPLE = Duration.ofMillis(100);
    private static final double LONG_QUEUE_SECONDS = 0.1;
    private static final int PACKET_BYTES = 1_200;
    /** With the headers of UDP, IP and Ethernet. */
    private static final int PACKET_ON_LINE_BYTES = PACKET_BYTES + 42;

    private final ControlClient control;
    private final NarrowLine line;
    private final double mbits;
    private final PrintStream out;

    private AutomaticBenchmark(ControlClient control, NarrowLine line, double mbits, PrintStream out) {
        this.control = control;
        this.line = line;
        this.mbits = mbits;
        this.out = out;
    }

    static void run(PrintStream out) throws Exception {
        for (double mbits : LINES_MBIT) {
            PeerConnectionFactory browser = RtcEnd.factory();
            try (var network = new WholeNetwork(OBJECT_BYTES);
                    var control = ControlClient.connect(network.controlSocket(), "bench", "bench");
                    var line = new NarrowLine(
                            mbits, network.forVisitors().visitors().getPort());
                    var visitor = new JavaVisitor(network.http(), browser, network.forVisitors())) {
                control.limit(UploadChoice.AUTOMATIC);
                visitor.connect();
                try (var _ = new HungryVisitor(visitor, network.site(), OBJECT_BYTES)) {
                    new AutomaticBenchmark(control, line, mbits, out).measure();
                }
            } finally {
                browser.dispose();
            }
        }
    }

    private void measure() throws Exception {
        out.printf(Locale.ROOT, "a line of %.0f Mbit/s%n", mbits);
        watch("measuring", MEASURING);
        watch("holding", HOLDING);
        int before = automatic().steppedAsideToday();
        try (var _ = new Others(mbits / 2)) {
            watch("others send half of it", OTHERS);
        }
        out.printf("  stepped aside for them: %d times%n", automatic().steppedAsideToday() - before);
    }

    private Automatic automatic() throws IOException {
        return control.snapshot().automatic().orElseThrow();
    }

    private void watch(String what, Duration time) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        long sent = line.sent();
        double longest = 0;
        double longQueue = 0;
        double last = 0;
        while (last < time.toNanos()) {
            LockSupport.parkNanos(SAMPLE.toNanos());
            double now = System.nanoTime() - begun;
            double queue = line.queueSeconds();
            longest = Math.max(longest, queue);
            longQueue += queue > LONG_QUEUE_SECONDS ? (now - last) / 1e9 : 0;
            last = now;
        }
        double share = (line.sent() - sent) / (last / 1e9) / (mbits * 125_000);
        Automatic now = automatic();
        out.printf(
                Locale.ROOT,
                "  %s, %d s: %.2f of the line used; queue at most %.0f ms, above 100 ms for %.1f s;"
                        + " at the end the limit is %.2f of the line, measured as %s of it%n",
                what,
                time.toSeconds(),
                share,
                longest * 1e3,
                longQueue,
                now.limit().bytesPerSecond() / (mbits * 125_000),
                now.measuredBytesPerSecond()
                        .map(measured -> String.format(Locale.ROOT, "%.2f", measured / (mbits * 125_000)))
                        .orElse("nothing"));
    }

    /** Somebody else on the line, at a steady rate whatever becomes of it. */
    private static final class Others implements AutoCloseable {
        private final Thread sending;
        private final long everyNanos;

        Others(double mbits) {
            everyNanos = Math.round(PACKET_ON_LINE_BYTES * 8 / mbits * 1e3);
            sending = Thread.ofPlatform().daemon().start(this::send);
        }

        private void send() {
            var packet = new DatagramPacket(
                    new byte[PACKET_BYTES], PACKET_BYTES, new InetSocketAddress(InetAddress.getLoopbackAddress(), 9));
            try (var socket = new DatagramSocket()) {
                long due = System.nanoTime();
                while (!Thread.currentThread().isInterrupted()) {
                    socket.send(packet);
                    due += everyNanos;
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            } catch (IOException e) {
                throw new IllegalStateException("the others cannot send", e);
            }
        }

        @Override
        public void close() {
            sending.interrupt();
        }
    }
}
