package org.deploynet.engine.credits;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deploynet.engine.credits.Totals.Sum;
import org.deploynet.engine.storage.Disk;
import org.deploynet.protocol.credit.Ticket;
import org.jspecify.annotations.Nullable;

/**
 * The journal and what its forced part adds up to. After a failed force the file may hold anything, so that the next attempt
 * writes a new one beside and renames it; the same shortens one that grew long, and replaces one that was damaged. For one thread.
 */
final class DurableJournal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DurableJournal.class.getName());
    private static final String FILE = "receipts.journal";
    private static final Duration FOLD_AFTER = Duration.ofDays(1);
    /** What an older journal in place of this one can take unnoticed, if the engine did not end by itself. */
    private static final Duration HEAD_EVERY = Duration.ofMinutes(1);

    private static final int MOST_ENTRY_BYTES = 512 + Ticket.MAX_JWS_CHARS;

    private final Disk disk;
    private final Path folder;
    private final Clock clock;
    private final long compactBytes;
    private final Standings standings;
    private final ReceiptReserve reserve;
    private @Nullable Journal journal;
    /** What may be written down of it: the last one, and those whose writing failed since. */
    private final List<JournalHead> heads = new ArrayList<>();

    private long headAt;
    private long compactAt;

    private DurableJournal(
            Disk disk,
            Path folder,
            Clock clock,
            long compactBytes,
            Standings standings,
            ReceiptReserve reserve,
            Journal journal,
            Optional<JournalHead> head) {
        this.disk = disk;
        this.folder = folder;
        this.clock = clock;
        this.compactBytes = compactBytes;
        this.standings = standings;
        this.reserve = reserve;
        this.journal = journal;
        head.ifPresent(heads::add);
        this.headAt = clock.millis();
        this.compactAt = Math.max(compactBytes, 2 * journal.bytes());
    }

    /** What was open and what was found while opening it. */
    record Opened(DurableJournal journal, ReceiptBook.Recovery recovery) {}

    static Opened open(
            Disk disk, Path folder, Clock clock, long compactBytes, Standings standings, ReceiptReserve reserve)
            throws IOException {
        disk.makeFolder(folder);
        Optional<JournalHead> head = JournalHead.read(disk, folder);
        Journal.Opened opened = Journal.open(disk, folder.resolve(FILE));
        var durable = new DurableJournal(disk, folder, clock, compactBytes, standings, reserve, opened.journal(), head);
        try {
            return new Opened(durable, durable.recover(opened.scan(), head));
        } catch (IOException | RuntimeException e) {
            durable.letGo();
            throw e;
        }
    }

    private ReceiptBook.Recovery recover(JournalScan scan, Optional<JournalHead> head) throws IOException {
        List<JournalFrame> saved = head.isPresent() ? scan.saved(head.get().hash()) : List.of();
        boolean isCutShort =
                head.isPresent() && saved.isEmpty() && !scan.passes(head.get().hash());
        int entries = apply(scan.chain()) + apply(saved);
        ReceiptBook.Recovery recovery = scan.isDamaged() || isCutShort
                ? replaceDamaged(entries, head)
                : new ReceiptBook.Recovery(entries, scan.restBytes(), Optional.empty(), Sum.ZERO);
        if (recovery.keptAside().isEmpty()) {
            opened().cut();
        }
        disk.forceFolder(folder);
        keepHead();
        reserve.fill();
        return recovery;
    }

    private int apply(List<JournalFrame> frames) throws IOException {
        int count = 0;
        for (JournalFrame frame : frames) {
            List<JournalEntry> entries = frame.entries();
            entries.forEach(standings::apply);
            count += entries.size();
        }
        return count;
    }

    private ReceiptBook.Recovery replaceDamaged(int entries, Optional<JournalHead> head) throws IOException {
        Path aside = folder.resolve(FILE + ".damaged-" + clock.millis());
        opened().copyTo(disk, aside);
        disk.forceFolder(folder);
        Sum lost = head.map(JournalHead::measured)
                .map(before -> before.without(standings.totals().measured()))
                .orElse(Sum.ZERO);
        standings.apply(new JournalEntry.Lost(lost));
        LOG.log(
                Level.ERROR,
                "the receipt journal was damaged, see {0}; receipts for {1} bytes are missing",
                aside,
                lost.bytes());
        try {
            rewrite();
        } catch (IOException e) {
            // Nothing is appended behind damage: the next receipt tries again.
            LOG.log(Level.WARNING, "the damaged receipt journal cannot be replaced now", e);
            letGo();
        }
        return new ReceiptBook.Recovery(entries, 0, Optional.of(aside), lost);
    }

    /** True once the entries are forced; then they count. */
    boolean append(List<JournalEntry> entries) {
        try {
            write(entries);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "receipts cannot be written now", e);
            letGo();
            return false;
        }
        entries.forEach(standings::apply);
        compactWhenLong();
        if (Math.abs(clock.millis() - headAt) >= HEAD_EVERY.toMillis()) {
            keepHead();
            reserve.fill();
        }
        return true;
    }

    private void write(List<JournalEntry> entries) throws IOException {
        Journal open = opened();
        try {
            open.append(entries);
        } catch (IOException e) {
            if (!reserve.release(JournalFrame.MAX_PAYLOAD_BYTES)) {
                throw e;
            }
            // What was forced before is whole; what did not fit is cut off and written once more.
            open.cut();
            open.append(entries);
        }
    }

    @Override
    public void close() {
        keepHead();
        letGo();
    }

    private void letGo() {
        Journal closing = journal;
        journal = null;
        try {
            if (closing != null) {
                closing.close();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "closing the receipt journal", e);
        }
    }

    // Only ever after what it says was forced; one that lags behind is right as well.
    private void keepHead() {
        headAt = clock.millis();
        Journal open = journal;
        if (open == null || isKept(open.lastHash())) {
            return;
        }
        var now = new JournalHead(open.lastHash(), standings.totals().measured());
        heads.add(now);
        try {
            now.write(disk, folder);
            heads.subList(0, heads.size() - 1).clear();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "how far the receipts have come cannot be written now", e);
        }
    }

    private boolean isKept(String hash) {
        return heads.size() == 1 && heads.getFirst().hash().equals(hash);
    }

    private Journal opened() throws IOException {
        Journal open = journal;
        return open != null ? open : rewriteWithReserve();
    }

    private Journal rewriteWithReserve() throws IOException {
        try {
            return rewrite();
        } catch (IOException e) {
            if (!reserve.release(ReceiptReserve.WHOLE_BYTES)) {
                throw e;
            }
            return rewrite();
        }
    }

    private void compactWhenLong() {
        if (journal == null || journal.bytes() < compactAt) {
            return;
        }
        standings.fold(clock.millis() - FOLD_AFTER.toMillis());
        try {
            rewrite();
            keepHead();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the receipt journal cannot be shortened now", e);
            compactAt *= 2;
        }
    }

    private Journal rewrite() throws IOException {
        Path beside = folder.resolve(FILE + ".new");
        Journal anew = Journal.create(disk, beside);
        try {
            for (List<JournalEntry> batch : batches(entries())) {
                anew.append(batch);
            }
            // Before the name changes hands: if it fails from here on, either file may have the name, and nothing may
            // be
            // appended to the one that has none.
            letGo();
            disk.rename(beside, folder.resolve(FILE));
            disk.forceFolder(folder);
        } catch (IOException e) {
            anew.close();
            discard(beside);
            throw e;
        }
        journal = anew;
        compactAt = Math.max(compactBytes, 2 * anew.bytes());
        return anew;
    }

    // A full disk has no room for half a journal.
    private void discard(Path beside) {
        try {
            disk.unlink(beside);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "what is left of a new receipt journal stays until the next one", e);
        }
    }

    private List<JournalEntry> entries() {
        var entries = new ArrayList<JournalEntry>();
        heads.forEach(before -> entries.add(new JournalEntry.Continues(before.hash())));
        entries.addAll(standings.entries());
        return entries;
    }

    private static List<List<JournalEntry>> batches(List<JournalEntry> entries) {
        var batches = new ArrayList<List<JournalEntry>>();
        int most = JournalFrame.MAX_PAYLOAD_BYTES / MOST_ENTRY_BYTES;
        for (int from = 0; from < entries.size(); from += most) {
            batches.add(entries.subList(from, Math.min(entries.size(), from + most)));
        }
        return batches;
    }
}
