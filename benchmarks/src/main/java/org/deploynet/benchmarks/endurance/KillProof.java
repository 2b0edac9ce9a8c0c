package org.deploynet.benchmarks.endurance;

import static org.deploynet.benchmarks.rig.Findings.reached;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.deploynet.benchmarks.Samples;
import org.deploynet.benchmarks.rig.Due;
import org.deploynet.benchmarks.rig.EngineUnderLoad;
import org.deploynet.benchmarks.rig.Findings;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.EngineSnapshot.Credits;
import org.deploynet.protocol.content.Pieces;

/**
 * An engine under load that is killed about every 10 s and started again at once: how soon a visitor is served again, and
 * whether each receipt comes to the ledger that was in the engine's book. Compared are
 *
 * <ul>
 *   <li>what the engine told its faces last before a kill that it had booked, with what its book holds after it;
 *   <li>each ticket that was still to be settled in a book as a kill left it, with that ticket in the ledger at the end;
 *   <li>at the end, the engine's book and what it says is settled with the sum of all tickets in the ledger, to the byte.
 * </ul>
 *
 * A receipt that a visitor had sent and no book held yet is not lost in this sense: nobody acknowledged it.
 */
final class KillProof {
    private static final int OBJECT_BYTES = 16 * Pieces.PIECE_BYTES + 16 * 1024;
    private static final int KILLS = 150;
    private static final int QUICK_KILLS = 2;
    private static final int VISITORS = 8;
    private static final Duration EVERY = Duration.ofSeconds(10);
    /** Kills come this much earlier or later, so that none finds the engine at the same point. */
    private static final Duration SPREAD = Duration.ofSeconds(1);

    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);
    private static final double GOAL_MILLIS = 3_000;

    private final Extent extent;
    private final Stage stage;
    private final PrintStream out;
    private final Findings findings;
    private final Random random;
    private final BookedReceipts booked = new BookedReceipts();
    private final Samples fromKillToLink = new Samples();
    private final Samples fromStartToLink = new Samples();
    private final Samples fromKillToPiece = new Samples();
    private EngineUnderLoad engine;
    private int kills;
    private int booksShort;

    private KillProof(Extent extent, Stage stage, PrintStream out) throws IOException {
        this.extent = extent;
        this.stage = stage;
        this.out = out;
        this.findings = new Findings(out);
        this.random = new Random(extent.seed());
        this.engine = stage.engine();
    }

    static void run(Extent extent, PrintStream out) throws Exception {
        try (var stage = new Stage(OBJECT_BYTES)) {
            var proof = new KillProof(extent, stage, out);
            try {
                proof.killAgainAndAgain();
                proof.report();
            } finally {
                proof.engine.close();
            }
        }
    }

    private void killAgainAndAgain() throws IOException, InterruptedException {
        stage.crowd().stay(VISITORS);
        long last = stage.crowd().again(0).pieceAt();
        long end = extent.end();
        int most = extent.quick() ? QUICK_KILLS : KILLS;
        while (kills < most && System.nanoTime() < end) {
            Due.await(last + EVERY.toNanos() + Math.round((2 * random.nextDouble() - 1) * SPREAD.toNanos()));
            last = kill();
            kills++;
        }
    }

    /** Returns when it was. */
    private long kill() throws IOException, InterruptedException {
        long acknowledged = engine.snapshot().credits().receiptedBytes();
        long killed = System.nanoTime();
        engine.kill();
        Path left = BookedReceipts.copyOf(stage.stateFolder(), stage.folder().resolve("left"));
        long started = System.nanoTime();
        engine = stage.engine();
        LastingVisitor.Begun again = stage.crowd().again(killed);
        fromKillToLink.add(again.linkAt() - killed);
        fromStartToLink.add(again.linkAt() - started);
        fromKillToPiece.add(again.pieceAt() - killed);
        if (booked.read(left) < acknowledged) {
            booksShort++;
        }
        return killed;
    }

    private void report() throws IOException, SQLException, TimeoutException {
        stage.crowd().rest();
        Credits credits = settled();
        Map<String, Long> ledger = LedgerTickets.read(stage.signalingFolder());
        long posted = ledger.values().stream().mapToLong(Long::longValue).sum();
        long missing = booked.missingIn(ledger);
        Tally.Sums tally = stage.crowd().tally();
        speed();
        findings.say(
                "%d kills of %d, seed %d; %d links of %d visitors, %d pieces verified, %d wrong",
                kills, KILLS, extent.seed(), tally.opened(), VISITORS, tally.pieces(), tally.wrong());
        findings.say("books that held less after a kill than the engine had said before it: %d", booksShort);
        findings.say(
                "tickets to be settled in a book as a kill left it: %d; less than that in the ledger: %d",
                booked.tickets(), missing);
        findings.say(
                "bytes: the engine's book %d, settled %d, the ledger %d; verified by visitors %d",
                credits.receiptedBytes(), credits.settledBytes(), posted, tally.bytes());
        findings.say(
                "entries of the ledger, whose chain and balances hold: %d",
                stage.site().signaling().verifyLedger());
        boolean holds = booksShort == 0
                && missing == 0
                && posted == credits.receiptedBytes()
                && posted == credits.settledBytes();
        findings.say("a kill loses a receipt: %s; goal 0: %s", holds ? bound() : "yes", reached(holds));
    }

    /** Of n tries without a failure: 3/n (Hanley and Lippman-Hand, 1983). */
    private String bound() {
        return String.format(Locale.ROOT, "never, in fewer than %.3f of all with 95 %% confidence", 3.0 / kills);
    }

    private void speed() {
        long[] toLink = fromKillToLink.values();
        out.println(Samples.line("kill to first link", toLink));
        out.println(Samples.line("start to first link", fromStartToLink.values()));
        out.println(Samples.line("kill to first verified piece", fromKillToPiece.values()));
        double p95 = Samples.millis(Samples.quantile(toLink, 0.95));
        double slowest = Samples.millis(Samples.quantile(toLink, 1));
        findings.say(
                "from the kill p95 %.2f s, slowest %.2f s; goal 3: %s",
                p95 / 1e3, slowest / 1e3, reached(p95 <= GOAL_MILLIS));
    }

    /** Once the network has answered for all that is booked. */
    private Credits settled() throws IOException, TimeoutException {
        long deadline = System.nanoTime() + SETTLES_WITHIN.toNanos();
        while (System.nanoTime() < deadline) {
            EngineSnapshot now = engine.snapshot();
            if (now.browsers().connected() == 0
                    && now.credits().settledBytes() == now.credits().receiptedBytes()) {
                return now.credits();
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
        return engine.snapshot().credits();
    }
}
