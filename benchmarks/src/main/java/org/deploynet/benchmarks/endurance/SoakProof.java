package org.deploynet.benchmarks.endurance;

import static org.deploynet.benchmarks.rig.Findings.reached;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.benchmarks.ProcessFigures;
import org.deploynet.benchmarks.rig.EngineUnderLoad;
import org.deploynet.benchmarks.rig.Findings;

/**
 * Many short connections to one engine that never starts afresh: what each of them leaves behind once it is closed. Memory is
 * read between them, when nobody is connected, the heap is collected and free native memory is given back.
 */
final class SoakProof {
    /** A piece each, and small: connections and messages are what leaks. */
    private static final int OBJECT_BYTES = 4 * 1024;

    private static final String NEVER = "100 GB";
    private static final int AT_ONCE = 16;
    private static final int PIECES_A_VISIT = 100;
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(90);
    private static final double GOAL_BYTES = 100_000;
    /** One more of them for so many connections would be a leak. */
    private static final int FLAT = 1_000;

    private final Extent extent;
    private final EngineUnderLoad engine;
    private final CrowdProcess crowd;
    private final Findings findings;
    private final List<Reading> readings = new ArrayList<>();

    /** How many connections, how many of them before the first reading, and between two. */
    private record Size(int connections, int warmUp, int batch) {
        static final Size WHOLE = new Size(10_000, 500, 500);
        static final Size QUICK = new Size(300, 100, 50);
    }

    private record Reading(long connections, long bytes, long descriptors, long threads) {}

    private SoakProof(Extent extent, EngineUnderLoad engine, CrowdProcess crowd, PrintStream out) {
        this.extent = extent;
        this.engine = engine;
        this.crowd = crowd;
        this.findings = new Findings(out);
    }

    static void run(Extent extent, PrintStream out) throws Exception {
        try (var stage = new Stage(OBJECT_BYTES);
                var engine = stage.engine("--memory-mark", NEVER)) {
            new SoakProof(extent, engine, stage.crowd(), out).measure();
        }
    }

    private void measure() throws IOException, InterruptedException {
        Size size = extent.quick() ? Size.QUICK : Size.WHOLE;
        long end = extent.end();
        visit(size.warmUp());
        while (readings.getLast().connections() < size.connections() && System.nanoTime() < end) {
            visit(size.batch());
        }
        report(size);
    }

    private void visit(int visits) throws IOException, InterruptedException {
        crowd.visits(visits, AT_ONCE, PIECES_A_VISIT);
        awaitNobody();
        readings.add(new Reading(
                crowd.tally().opened(),
                engine.proportionalBytes(),
                ProcessFigures.descriptors(engine.pid()),
                ProcessFigures.threads(engine.pid())));
    }

    private void awaitNobody() throws IOException {
        long deadline = System.nanoTime() + LEAVE_WITHIN.toNanos();
        while (engine.snapshot().browsers().connected() > 0) {
            if (System.nanoTime() > deadline) {
                throw new IOException("links of visitors who left are still open");
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private void report(Size size) throws IOException {
        Reading first = readings.getFirst();
        Reading last = readings.getLast();
        Tally.Sums tally = crowd.tally();
        findings.say(
                "%d connections of %d, %d pieces of %d verified, %d wrong; %d visits failed",
                tally.opened(),
                size.connections(),
                tally.pieces(),
                size.connections() * PIECES_A_VISIT,
                tally.wrong(),
                tally.cut() + tally.turnedAway());
        findings.say(
                "memory (proportional): %.1f MB after %d connections, %.1f MB after %d",
                first.bytes() / 1e6, first.connections(), last.bytes() / 1e6, last.connections());
        StraightLine line = StraightLine.through(readings.stream()
                .map(reading -> new StraightLine.Point(reading.connections(), reading.bytes()))
                .toList());
        findings.say(
                "a closed connection, by a straight line through %d readings: %.1f kB, standard error %.1f; goal 100: %s",
                readings.size(), line.slope() / 1e3, line.error() / 1e3, reached(line.slope() <= GOAL_BYTES));
        flat("descriptors", first.descriptors(), last.descriptors(), last.connections() - first.connections());
        flat("threads", first.threads(), last.threads(), last.connections() - first.connections());
    }

    private void flat(String what, long first, long last, long connections) {
        findings.say(
                "%s: %d, then %d; goal less than one more for each %d connections: %s",
                what, first, last, FLAT, reached((last - first) * FLAT < connections));
    }
}
