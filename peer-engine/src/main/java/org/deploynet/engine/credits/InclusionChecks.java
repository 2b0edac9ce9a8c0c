package org.deploynet.engine.credits;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deploynet.engine.credits.ReceiptBook.Posted;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.FromSuperPeer.Inclusion;
import org.deploynet.protocol.signaling.ToSuperPeer.Included;
import org.deploynet.protocol.transparency.Checkpoint;
import org.deploynet.protocol.transparency.LedgerEntry;
import org.deploynet.protocol.transparency.ProvenEntry;

/**
 * Has the network show that what it said to have posted is in the ledger that it signed, before a receipt is given away for it. Once for
 * each checkpoint, and each hour while there is no other, 16 tickets at a time. Safe from any thread.
 */
public final class InclusionChecks {
    private static final System.Logger LOG = System.getLogger(InclusionChecks.class.getName());
    private static final int AT_ONCE = 16;
    /** At each checkpoint; the others have their turn at the next one. */
    private static final int AT_EACH_CHECKPOINT = 4096;
    /** Longer than a ticket lives: one that is still in use is paid again and again. */
    private static final Duration SETTLED_BEFORE = Duration.ofMinutes(15);
    /** A network that goes on showing the same checkpoint is asked again: what it posted since is in none. */
    private static final Duration AGAIN_AFTER = Duration.ofHours(1);

    /** Hears of what the network does not show, or shows falsely, by the newest checkpoint that is kept. */
    public interface Doubts {
        /** Said to be posted at that time (milliseconds since 1970), and not shown. */
        void missed(long postedAt);

        /** A proof does not hold. */
        void falseProof();
    }

    private static final Doubts NOBODY = new Doubts() {
        @Override
        public void missed(long postedAt) {
            // Asked for again at the next checkpoint.
        }

        @Override
        public void falseProof() {
            // The same.
        }
    };

    private final ReceiptBook book;
    private final String account;
    private final Supplier<Optional<Checkpoint>> signed;
    private final Doubts doubts;
    private final Clock clock;
    private long begunAt;
    private final Queue<Posted> waiting = new ArrayDeque<>();
    private final Map<String, Posted> asked = new HashMap<>();
    private final Map<String, Long> shown = new HashMap<>();
    private Optional<Checkpoint> against = Optional.empty();
    private long after;
    private long unshown;

    /** Where nobody hears of doubts. */
    InclusionChecks(ReceiptBook book, KeyId peer, Supplier<Optional<Checkpoint>> signed, Clock clock) {
        this(book, peer, signed, NOBODY, clock);
    }

    /** @param signed the newest checkpoint of the network that continues all that were seen before */
    public InclusionChecks(
            ReceiptBook book, KeyId peer, Supplier<Optional<Checkpoint>> signed, Doubts doubts, Clock clock) {
        this.book = book;
        this.account = "peer:pending/" + peer + "=";
        this.signed = signed;
        this.doubts = doubts;
        this.clock = clock;
    }

    /** The next question, as message {@code ref}; the same one again until it is answered. */
    public synchronized Optional<Inclusion> next(long ref) {
        Optional<Checkpoint> now = signed.get().filter(checkpoint -> checkpoint.size() > 0);
        if (now.isEmpty()) {
            return Optional.empty();
        }
        if (!now.equals(against) || isOverLongAgo()) {
            begin(now.get());
        }
        if (asked.isEmpty()) {
            take();
        }
        return asked.isEmpty()
                ? Optional.empty()
                : Optional.of(new Inclusion(ref, now.get().size(), after, List.copyOf(asked.keySet())));
    }

    /** How many receipts the last checkpoint that was gone through did not show, though the network said to have posted them. */
    public synchronized long unshown() {
        return unshown;
    }

    private boolean isOverLongAgo() {
        return asked.isEmpty() && waiting.isEmpty() && clock.millis() - begunAt >= AGAIN_AFTER.toMillis();
    }

    private void begin(Checkpoint checkpoint) {
        begunAt = clock.millis();
        against = Optional.of(checkpoint);
        asked.clear();
        waiting.clear();
        waiting.addAll(book.unproven(clock.millis() - SETTLED_BEFORE.toMillis(), AT_EACH_CHECKPOINT));
        unshown = 0;
    }

    private void take() {
        shown.clear();
        after = 0;
        while (asked.size() < AT_ONCE && !waiting.isEmpty()) {
            Posted next = waiting.remove();
            asked.put(next.ticketId(), next);
        }
    }

    /** The network's answer; one to another question than the last is none. */
    public synchronized void answered(Included answer) {
        if (asked.isEmpty()
                || against.filter(now -> now.size() == answer.size()).isEmpty()) {
            return;
        }
        for (ProvenEntry entry : answer.entries()) {
            if (!holds(entry)) {
                LOG.log(
                        Level.ERROR,
                        "the network''s proof for entry {0} does not hold",
                        entry.entry().sequence());
                doubt(Doubts::falseProof);
                // Nothing of an answer with a lie in it counts.
                shown.clear();
                conclude();
                return;
            }
            after = entry.entry().sequence();
            shown.merge(entry.entry().reference(), earned(entry.entry()), Math::addExact);
        }
        if (answer.entries().size() < Included.MOST) {
            conclude();
        }
    }

    private boolean holds(ProvenEntry shownNow) {
        LedgerEntry entry = shownNow.entry();
        Checkpoint checkpoint = against.orElseThrow();
        return entry.sequence() > after
                && entry.kind().equals("settle")
                && asked.containsKey(entry.reference())
                && shownNow.isIn(checkpoint.size(), checkpoint.root());
    }

    private long earned(LedgerEntry entry) {
        return Stream.of(entry.postings().split(" "))
                .filter(posting -> posting.startsWith(account))
                .mapToLong(posting -> Long.parseLong(posting.substring(account.length())))
                .sum();
    }

    private void conclude() {
        Map<Boolean, List<Posted>> byProof = asked.values().stream()
                .collect(Collectors.partitioningBy(
                        posted -> shown.getOrDefault(posted.ticketId(), 0L) >= posted.microcredits()));
        book.proven(byProof.getOrDefault(true, List.of()));
        List<Posted> missing = byProof.getOrDefault(false, List.of());
        unshown += missing.size();
        if (!missing.isEmpty()) {
            LOG.log(Level.WARNING, "{0} receipts are not in the network''s signed ledger yet", missing.size());
            long oldest = missing.stream().mapToLong(Posted::at).min().orElseThrow();
            doubt(heard -> heard.missed(oldest));
        }
        asked.clear();
    }

    // Not by a checkpoint that was replaced while the answer was under way.
    private void doubt(Consumer<Doubts> what) {
        if (signed.get().equals(against)) {
            what.accept(doubts);
        }
    }
}
