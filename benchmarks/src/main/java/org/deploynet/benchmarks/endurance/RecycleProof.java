package org.deploynet.benchmarks.endurance;

import static org.deploynet.benchmarks.rig.Findings.reached;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.deploynet.benchmarks.rig.EngineUnderLoad;
import org.deploynet.benchmarks.rig.Findings;
import org.deploynet.protocol.content.Pieces;

/**
 * A supervised engine that grows above a mark, lets its visitors finish and ends, over and over: whether each next one takes as
 * little as the first did at the same point, when it keeps the site and nobody has come yet, and whether each visitor got what
 * the engine had taken on. The mark is lower than the usual one, so that a cycle is short.
 */
final class RecycleProof {
    private static final int OBJECT_BYTES = Pieces.PIECE_BYTES;
    private static final int RECYCLES = 20;
    private static final int QUICK_RECYCLES = 1;
    private static final String MARK = "160 MB";
    /** Exit code of an engine that is to be started afresh (docs/control.md, Life). */
    private static final int AFRESH = 7;

    private static final int STAYING = 4;
    private static final int VISITS = 16;
    private static final int AT_ONCE = 4;
    private static final int PIECES_A_VISIT = 4;
    private static final double TOLERANCE = 0.10;

    private final Extent extent;
    private final Stage stage;
    private final Findings findings;
    private final List<Long> atReady = new ArrayList<>();
    private int recycles;
    private int inOrder;

    private RecycleProof(Extent extent, Stage stage, PrintStream out) {
        this.extent = extent;
        this.stage = stage;
        this.findings = new Findings(out);
    }

    static void run(Extent extent, PrintStream out) throws Exception {
        try (var stage = new Stage(OBJECT_BYTES)) {
            var proof = new RecycleProof(extent, stage, out);
            proof.recycle();
            proof.report();
        }
    }

    private void recycle() throws IOException, InterruptedException {
        int most = extent.quick() ? QUICK_RECYCLES : RECYCLES;
        long end = extent.end();
        boolean goesOn = true;
        // The first one has to fetch the site; what each of those after it takes is compared.
        stage.engine().close();
        while (goesOn) {
            try (var engine = stage.engine("--memory-mark", MARK, "--supervised")) {
                atReady.add(engine.proportionalBytes());
                goesOn = recycles < most && System.nanoTime() < end;
                if (goesOn) {
                    untilItEnds(engine);
                }
            }
        }
    }

    private void untilItEnds(EngineUnderLoad engine) throws IOException, InterruptedException {
        stage.crowd().stay(STAYING);
        OptionalInt code = engine.awaitEnd(Duration.ZERO);
        while (code.isEmpty()) {
            stage.crowd().visits(VISITS, AT_ONCE, PIECES_A_VISIT);
            code = engine.awaitEnd(Duration.ZERO);
        }
        stage.crowd().rest();
        recycles++;
        inOrder += code.getAsInt() == AFRESH ? 1 : 0;
    }

    private void report() throws IOException {
        Tally.Sums tally = stage.crowd().tally();
        findings.say(
                "%d recycles of %d at a mark of %s, %d of them with exit code %d",
                recycles, RECYCLES, MARK, inOrder, AFRESH);
        findings.say(
                "%d links, of which %d were finished by the engine and %d cut; %d visitors turned away meanwhile; %d"
                        + " pieces verified, %d wrong",
                tally.opened(), tally.drained(), tally.cut(), tally.turnedAway(), tally.pieces(), tally.wrong());
        memory();
        boolean holds = inOrder == recycles && tally.cut() == 0 && tally.wrong() == 0;
        findings.say("no link cut, no wrong piece, each end in order: %s", reached(holds));
    }

    private void memory() {
        double first = atReady.getFirst();
        double least = atReady.stream().mapToLong(Long::longValue).min().orElseThrow() / first - 1;
        double most = atReady.stream().mapToLong(Long::longValue).max().orElseThrow() / first - 1;
        findings.say(
                "memory (proportional) of a new engine that keeps the site: the first %.1f MB, the %d after it %+.1f to"
                        + " %+.1f %% of that; goal 10: %s",
                first / 1e6,
                atReady.size() - 1,
                100 * least,
                100 * most,
                reached(-least <= TOLERANCE && most <= TOLERANCE));
    }
}
