package org.deploynet.engine.credits;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import org.deploynet.engine.credits.Totals.Sum;
import org.deploynet.engine.storage.Disk;
import org.deploynet.protocol.credit.Receipt;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.ReceiptRefusal;

/**
 * The receipts this super-peer earned: an append-only, hash-chained journal. Nothing is counted before it is forced. Safe
 * from any thread.
 */
public final class ReceiptBook implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ReceiptBook.class.getName());
    private static final long COMPACT_BYTES = 4L * 1024 * 1024;
    /** How long the network holds credits for a ticket, at most. */
    private static final long HELD_MILLIS = TimeUnit.HOURS.toMillis(25);

    private static final Duration RETRY = Duration.ofSeconds(1);
    /** Fewer than may wait to be written. */
    private static final int REOPENED_AT_ONCE = 1_000;

    /** The latest receipt of one ticket that the network has not answered yet. */
    public record Entry(
            String ticketId, KeyId site, long price, long count, long bytes, String ticketJws, String receiptJws) {}

    /**
     * What start-up found.
     *
     * @param tornBytes the unfinished end that a crash left; never counted
     * @param keptAside the journal as it was, if it was damaged, cut short or an older one
     * @param lost what it had measured and is in it no more
     */
    public record Recovery(int entries, long tornBytes, Optional<Path> keptAside, Sum lost) {}

    /** Of one ticket the network said to have posted {@code bytes}, which is an entry of {@code microcredits}. */
    public record Posted(String ticketId, long bytes, long microcredits, long at) {}

    /**
     * How the network's statement differed from the book: {@code mended} is what the network had more and is in the book again, {@code
     * less} what it had less than it had said, {@code lost} what was measured here and cannot be mended.
     */
    public record Mending(Sum mended, Sum less, Sum lost) {}

    private final Clock clock;
    private final Duration retry;
    private final Standings standings;
    private final Recovery recovery;
    private final DurableJournal journal;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final WaitingEntries waiting = new WaitingEntries();
    private final SettledSoFar soFar;
    private final EndedLinks endedLinks = new EndedLinks();
    private long forced;
    private long lastAnswer;
    private boolean closing;
    private boolean ended;

    private ReceiptBook(Clock clock, Standings standings, DurableJournal.Opened opened, Duration retry) {
        this.retry = retry;
        this.clock = clock;
        this.standings = standings;
        this.journal = opened.journal();
        this.recovery = opened.recovery();
        this.soFar = new SettledSoFar(standings.unsettled(Integer.MAX_VALUE).stream()
                .map(Standing::ticketId)
                .toList());
        // None of them outlived the process; what the network was told before it is told once more.
        standings.linksSince(clock.millis() - HELD_MILLIS).forEach(link -> endedLinks.add(link, 0));
        this.thread = Thread.ofVirtual()
                .name("receipt book")
                .uncaughtExceptionHandler((ended, e) -> LOG.log(Level.ERROR, "the receipt book stopped", e))
                .unstarted(this::run);
    }

    /** Replays the journal; a torn end is cut off, a damaged file is kept aside and what comes before the damage counts. */
    public static ReceiptBook open(Path folder, Disk disk, Clock clock) throws IOException {
        return open(folder, disk, clock, left -> {});
    }

    /**
     * As above.
     *
     * @param onReserve is told when the disk is full and receipts begin to take from the room that is kept for them: the bytes left of it
     */
    public static ReceiptBook open(Path folder, Disk disk, Clock clock, LongConsumer onReserve) throws IOException {
        return open(folder, clock, new Pace(COMPACT_BYTES, RETRY), disk, new ReceiptReserve(disk, folder, onReserve));
    }

    /** @param compactBytes above this the journal is written anew, shorter */
    static ReceiptBook open(Path folder, Disk disk, Clock clock, long compactBytes) throws IOException {
        return open(folder, disk, clock, new Pace(compactBytes, RETRY));
    }

    static ReceiptBook open(Path folder, Disk disk, Clock clock, Pace pace) throws IOException {
        return open(folder, clock, pace, disk, new ReceiptReserve(disk, folder, left -> {}));
    }

    /** When the journal is written anew, and how soon a failed disk is tried again. */
    record Pace(long compactBytes, Duration retry) {}

    private static ReceiptBook open(Path folder, Clock clock, Pace pace, Disk disk, ReceiptReserve reserve)
            throws IOException {
        var standings = new Standings();
        var opened = DurableJournal.open(disk, folder, clock, pace.compactBytes(), standings, reserve);
        var book = new ReceiptBook(clock, standings, opened, pace.retry());
        book.thread.start();
        return book;
    }

    public Recovery recovery() {
        return recovery;
    }

    /**
     * Queues a verified receipt; it counts once the next batch is forced. Figures that are not higher than before are ignored.
     * While the disk takes nothing, receipts of more than 4,096 tickets are not remembered; the visitor's next one says all.
     */
    public void add(String ticketJws, Ticket ticket, String receiptJws, Receipt receipt) {
        locked(() -> waiting.add(ticketJws, ticket, receiptJws, receipt));
    }

    /** Returns true when everything added before is forced; false if the book ends first. */
    public boolean flush() {
        lock.lock();
        try {
            long until = waiting.added();
            while (forced < until && !ended) {
                changed.awaitUninterruptibly();
            }
            return forced >= until;
        } finally {
            lock.unlock();
        }
    }

    /** The oldest forced receipts that are to be settled, at most {@code max}. */
    public List<Entry> unsettled(int max) {
        List<Entry> entries =
                standings.unsettled(max).stream().map(Standing::toEntry).toList();
        locked(() -> entries.forEach(entry -> soFar.handOut(entry.ticketId(), entry.bytes())));
        return entries;
    }

    /** The network posted what {@link #unsettled} handed out for these tickets. */
    public void settled(Collection<String> ticketIds) {
        locked(() -> ticketIds.forEach(id -> soFar.answered(id)
                .ifPresent(bytes -> answered(id, new JournalEntry.Settled(id, bytes, clock.millis())))));
    }

    /**
     * The network will not pay for this ticket; but where it says that it has posted more than this receipt says, all of the receipt is
     * paid, and it is the book that has forgotten the later ones.
     */
    public void refused(String ticketId, ReceiptRefusal why) {
        if (why == ReceiptRefusal.BACKWARDS) {
            settled(List.of(ticketId));
            return;
        }
        locked(() -> {
            soFar.refused(ticketId);
            answered(ticketId, new JournalEntry.Refused(ticketId, why, clock.millis()));
        });
    }

    private void answered(String ticketId, JournalEntry answer) {
        if (waiting.add(answer)) {
            lastAnswer = waiting.added();
        } else {
            soFar.forget(ticketId);
        }
    }

    /**
     * Hands in once more what the network said to have posted, because it may have forgotten: of the receipts that are listed, those of
     * which it refused nothing. What it has not forgotten it posts no second time. Durable when this returns.
     *
     * @return microcredits that are no longer confirmed
     * @throws IOException it could not be written whole
     */
    public long reopen() throws IOException {
        long before = totals().settled().microcredits();
        List<String> left = standings.reopenable();
        while (!left.isEmpty()) {
            List<String> some = left.subList(0, Math.min(REOPENED_AT_ONCE, left.size()));
            left = left.subList(some.size(), left.size());
            locked(() -> some.forEach(this::reopen));
            if (!flush()) {
                throw new IOException("the receipt book ends");
            }
        }
        return before - totals().settled().microcredits();
    }

    // Until it is answered anew, no statement of the network can be compared with it.
    private void reopen(String ticketId) {
        if (!waiting.add(new JournalEntry.Reopened(ticketId))) {
            throw new IllegalStateException("too much waits to be written");
        }
        soFar.forget(ticketId);
        lastAnswer = waiting.added();
    }

    /** What the network said to have posted before {@code millis} and has not shown, the oldest first, at most {@code max}. */
    public List<Posted> unproven(long millis, int max) {
        return standings.unproven(millis, max).stream()
                .map(standing -> new Posted(
                        standing.ticketId(), standing.settledBytes(), standing.earned(), standing.changedAt()))
                .toList();
    }

    /** A proof was checked that the network's signed ledger has these; from now on their receipts may be summed up. */
    public void proven(Collection<Posted> posted) {
        locked(() -> posted.forEach(one -> waiting.add(new JournalEntry.Proven(one.ticketId(), one.bytes()))));
    }

    /**
     * If the book has every answer of the network to what it handed out, in this run and before: a number that is another one once it
     * hands out more.
     */
    public OptionalLong answeredAt() {
        lock.lock();
        try {
            return forced >= lastAnswer ? soFar.answeredAt() : OptionalLong.empty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Enters what the network has posted by site and this book knows nothing of. Empty, and nothing is entered, unless the book has
     * handed out nothing since it was {@link #answeredAt}.
     */
    public Optional<Mending> mend(Map<KeyId, Sum> posted, OptionalLong at) {
        lock.lock();
        try {
            return at.isPresent() && at.equals(answeredAt()) ? Optional.of(mend(posted)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Mending mend(Map<KeyId, Sum> posted) {
        Map<KeyId, Totals> known = standings.bySite();
        Sum mended = Sum.ZERO;
        Sum less = Sum.ZERO;
        var sites = new HashSet<>(posted.keySet());
        sites.addAll(known.keySet());
        for (KeyId site : sites) {
            Sum there = posted.getOrDefault(site, Sum.ZERO);
            Sum here = known.getOrDefault(site, Totals.NONE).settled();
            Sum missing = there.without(here);
            if (!missing.equals(Sum.ZERO)) {
                // Where there is no room for it, the next run finds the same.
                waiting.add(new JournalEntry.Mended(site, missing));
                lastAnswer = waiting.added();
            }
            mended = mended.plus(missing);
            less = less.plus(here.without(there));
        }
        changed.signalAll();
        return new Mending(mended, less, standings.lost().without(mended));
    }

    /** What was measured here, lost with a damaged journal and is not mended. */
    public Sum lost() {
        return standings.lost();
    }

    /** No further receipt comes for the tickets of this link. */
    public void ended(String link) {
        locked(() -> endedLinks.add(link, waiting.added()));
    }

    /** Links that are over and for which nothing is left to be settled, at most {@code max}. */
    public List<String> endedLinks(int max) {
        lock.lock();
        try {
            return endedLinks.isEmpty() ? List.of() : endedLinks.finished(forced, standings.unsettledLinks(), max);
        } finally {
            lock.unlock();
        }
    }

    /** The network knows that these links are over. */
    public void forget(Collection<String> links) {
        locked(() -> endedLinks.remove(links));
    }

    public Totals totals() {
        return standings.totals();
    }

    /** What the forced receipts of each site's visitors say, and what became of them. */
    public Map<KeyId, Totals> bySite() {
        return standings.bySite();
    }

    /** How many receipts of each site the network has not answered whole, of the sites that have any. */
    public Map<KeyId, Long> waitingBySite() {
        return standings.waitingBySite();
    }

    /**
     * One receipt as it is listed. {@code settledBytes} of its bytes were posted by the network; {@code changedAt} is in
     * milliseconds since 1970.
     */
    public record Listed(Entry entry, long settledBytes, Optional<ReceiptRefusal> refused, long changedAt) {
        public ReceiptPlace place() {
            return new ReceiptPlace(changedAt, entry.ticketId());
        }
    }

    /** The receipts that are listed one by one, behind {@code after} in the order of their places, at most {@code max}. */
    public List<Listed> listed(Optional<ReceiptPlace> after, int max) {
        return standings.behind(after, max).stream()
                .map(standing -> new Listed(
                        standing.toEntry(), standing.settledBytes(), standing.refused(), standing.changedAt()))
                .toList();
    }

    /** Forces what waits, if the disk takes it, and ends. */
    @Override
    public void close() {
        locked(() -> closing = true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            Optional<WaitingEntries.Batch> batch = next();
            while (batch.isPresent() && write(batch.get())) {
                batch = next();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            try {
                journal.close();
            } finally {
                locked(() -> ended = true);
            }
        }
    }

    /** Empty once the book is closed and nothing waits. */
    private Optional<WaitingEntries.Batch> next() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closing) {
                changed.await();
            }
            return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.take(standings, clock));
        } finally {
            lock.unlock();
        }
    }

    /** Tries until it is written; false if the book is closed before. */
    private boolean write(WaitingEntries.Batch batch) throws InterruptedException {
        while (!batch.entries().isEmpty() && !journal.append(batch.entries())) {
            if (!pause()) {
                return false;
            }
        }
        locked(() -> forced = batch.upTo());
        return true;
    }

    /** False once the book is closed. */
    private boolean pause() throws InterruptedException {
        lock.lock();
        try {
            long left = retry.toNanos();
            while (left > 0 && !closing) {
                left = changed.awaitNanos(left);
            }
            return !closing;
        } finally {
            lock.unlock();
        }
    }
}
