package org.deploynet.engine.credits;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.deploynet.engine.storage.Disk;
import org.deploynet.protocol.credit.Ticket;
import org.jspecify.annotations.Nullable;

/**
 * The journal and what its forced part adds up to. After a failed force the file may hold anything, so that the next attempt
 * writes a new one beside and renames it; the same shortens one that grew long. For one thread.
 */
final class DurableJournal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DurableJournal.class.getName());
    private static final String FILE = "receipts.journal";
    private static final Duration FOLD_AFTER = Duration.ofDays(1);
    private static final int MOST_ENTRY_BYTES = 512 + Ticket.MAX_JWS_CHARS;

    private final Disk disk;
    private final Path folder;
    private final Clock clock;
    private final long compactBytes;
    private final Standings standings;
    private @Nullable Journal journal;
    private long compactAt;

    private DurableJournal(
            Disk disk, Path folder, Clock clock, long compactBytes, Standings standings, Journal journal) {
        this.disk = disk;
        this.folder = folder;
        this.clock = clock;
        this.compactBytes = compactBytes;
        this.standings = standings;
        this.journal = journal;
        this.compactAt = Math.max(compactBytes, 2 * journal.bytes());
    }

    /** What was open and what was found while opening it. */
    record Opened(DurableJournal journal, ReceiptBook.Recovery recovery) {}

    static Opened open(Disk disk, Path folder, Clock clock, long compactBytes, Standings standings) throws IOException {
        disk.makeFolder(folder);
        Journal.Opened opened = Journal.open(disk, folder, FILE, clock.millis());
        opened.keptAside().ifPresent(aside -> LOG.log(Level.ERROR, "the receipt journal was damaged, see {0}", aside));
        opened.entries().forEach(standings::apply);
        return new Opened(
                new DurableJournal(disk, folder, clock, compactBytes, standings, opened.journal()),
                new ReceiptBook.Recovery(opened.entries().size(), opened.tornBytes(), opened.keptAside()));
    }

    /** True once the entries are forced; then they count. */
    boolean append(List<JournalEntry> entries) {
        try {
            opened().append(entries);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "receipts cannot be written now", e);
            close();
            return false;
        }
        entries.forEach(standings::apply);
        compactWhenLong();
        return true;
    }

    @Override
    public void close() {
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

    private Journal opened() throws IOException {
        Journal open = journal;
        return open != null ? open : rewrite();
    }

    private void compactWhenLong() {
        if (journal == null || journal.bytes() < compactAt) {
            return;
        }
        standings.fold(clock.millis() - FOLD_AFTER.toMillis());
        try {
            rewrite();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the receipt journal cannot be shortened now", e);
            compactAt *= 2;
        }
    }

    private Journal rewrite() throws IOException {
        Path beside = folder.resolve(FILE + ".new");
        Journal anew = Journal.create(disk, beside);
        try {
            for (List<JournalEntry> batch : batches(standings.entries())) {
                anew.append(batch);
            }
            disk.rename(beside, folder.resolve(FILE));
            disk.forceFolder(folder);
        } catch (IOException e) {
            anew.close();
            throw e;
        }
        close();
        journal = anew;
        compactAt = Math.max(compactBytes, 2 * anew.bytes());
        return anew;
    }

    private static List<List<JournalEntry>> batches(List<JournalEntry> entries) {
        var batches = new ArrayList<List<JournalEntry>>();
        int most = Journal.MAX_BATCH_BYTES / MOST_ENTRY_BYTES;
        for (int from = 0; from < entries.size(); from += most) {
            batches.add(entries.subList(from, Math.min(entries.size(), from + most)));
        }
        return batches;
    }
}
