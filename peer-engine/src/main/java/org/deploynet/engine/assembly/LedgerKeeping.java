package org.deploynet.engine.assembly;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.deploynet.control.ControlRefusedException;
import org.deploynet.control.earnings.LedgerAccepted;
import org.deploynet.control.earnings.LedgerReport;
import org.deploynet.control.rpc.ControlJson;
import org.deploynet.control.rpc.Rpc;
import org.deploynet.control.settings.DurableFile;
import org.deploynet.engine.credits.LedgerWatch;
import org.deploynet.engine.credits.LedgerWatch.Dispute;
import org.deploynet.engine.credits.ReceiptBook;
import org.deploynet.engine.credits.StatementCheck;
import org.deploynet.engine.credits.TransferBook;
import org.deploynet.engine.rendezvous.Nudges;
import org.deploynet.engine.rendezvous.Nudges.Nudge;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.TreeHash;

/**
 * How the network's ledger stands to what it had signed, and the owner's word that it is the right one although it does not continue
 * that. Safe from any thread.
 */
record LedgerKeeping(
        LedgerWatch watch,
        ReceiptBook receipts,
        TransferBook transfers,
        StatementCheck statement,
        Nudges nudges,
        Path folder,
        Clock clock) {
    private static final System.Logger LOG = System.getLogger(LedgerKeeping.class.getName());

    LedgerReport report() {
        return new LedgerReport(
                watch.held().map(LedgerKeeping::head), watch.dispute().map(LedgerKeeping::alarm));
    }

    private static LedgerReport.Alarm alarm(Dispute dispute) {
        return new LedgerReport.Alarm(
                how(dispute),
                Instant.ofEpochMilli(dispute.alarm().at()),
                head(dispute.newest().checkpoint()));
    }

    private static String how(Dispute dispute) {
        return dispute.alarm().breach().name().toLowerCase(Locale.ROOT);
    }

    private static LedgerReport.Head head(Checkpoint checkpoint) {
        return new LedgerReport.Head(
                checkpoint.size(),
                checkpoint.head().hex(),
                checkpoint.root().hex(),
                Instant.ofEpochMilli(checkpoint.time()));
    }

    /** Durable when it returns; a kill meanwhile is made up for by {@link #goOn}. */
    LedgerAccepted accept(String head) throws IOException {
        Instant now = clock.instant();
        Path file = folder.resolve("ledger-accepted-" + now.toEpochMilli() + ".json");
        if (!watch.accept(parse(head), dispute -> keep(dispute, now, file))) {
            throw new ControlRefusedException(
                    Rpc.INVALID_PARAMS, "the network's ledger is not in doubt, or its head is another one by now");
        }
        LOG.log(Level.WARNING, "the owner accepts the network''s present ledger; what was at issue is in {0}", file);
        return new LedgerAccepted(file.toString(), askAgain());
    }

    private static TreeHash parse(String head) throws ControlRefusedException {
        try {
            return new TreeHash(head);
        } catch (IllegalArgumentException e) {
            throw new ControlRefusedException(Rpc.INVALID_PARAMS, "head is not 64 hex digits");
        }
    }

    // The network's signatures, as anybody can check them.
    private static void keep(Dispute dispute, Instant now, Path file) throws IOException {
        var evidence = new LinkedHashMap<String, String>();
        evidence.put("acceptedAt", now.toString());
        evidence.put("how", how(dispute));
        evidence.put("noticedAt", Instant.ofEpochMilli(dispute.alarm().at()).toString());
        evidence.put("kept", dispute.kept().jws());
        evidence.put("shown", dispute.first().jws());
        evidence.put("accepted", dispute.newest().jws());
        DurableFile.write(file, ControlJson.pretty(evidence) + "\n");
    }

    /** Does what an acceptance before the last end had left to be done. */
    void goOn() throws IOException {
        if (watch.isAskingAgainDue()) {
            askAgain();
        }
    }

    // What the restored ledger still has it does not post twice.
    private long askAgain() throws IOException {
        long reopened = receipts.reopen();
        transfers.reopen();
        statement.begin();
        watch.askedAgain();
        nudges.nudge(Nudge.SETTLE);
        nudges.nudge(Nudge.TRANSFER);
        return reopened;
    }
}
