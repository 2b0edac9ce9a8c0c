package org.deploynet.signaling.reputation;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.ToSuperPeer.Reputed;
import org.deploynet.protocol.signaling.ToSuperPeer.Standing;
import org.deploynet.signaling.limits.PrefixBuckets;
import org.deploynet.signaling.limits.PrefixBuckets.Rate;
import org.deploynet.signaling.storage.Database;

/**
 * What super-peers have shown of themselves, and what follows for who is sent visitors. One household counts for little, so that nobody
 * makes a super-peer look bad, or good, all alone. Of visitors there are hashes in memory and counts. Safe from any thread; {@link #come},
 * {@link #save} and what is told of a super-peer that has not come block.
 */
public final class Reputations {
    private static final System.Logger LOG = System.getLogger(Reputations.class.getName());
    /** Of one visitor's prefix: twenty links at once and one a minute, as for {@code Pairings}. */
    private static final Rate EACH_PREFIX = new Rate(1.0 / 60, 20);

    private static final Rate ALL = new Rate(1_000, 10_000);
    private static final int MAX_PREFIXES = 20_000;

    /** A super-peer with the network's word of it. */
    public record Rated(KeyId peer, Reputed word) {}

    private final Shelf shelf;
    private final Clock clock;
    private final PrefixBuckets limits;
    private final PrefixHashes hashes = new PrefixHashes();
    private final TicketPrefixes tickets = new TicketPrefixes();
    private final Map<KeyId, PeerBook> books = new ConcurrentHashMap<>();
    private long forgotOn = Long.MIN_VALUE;

    public Reputations(Database database, Clock clock, LongSupplier nanoTime) {
        this.shelf = new Shelf(database);
        this.clock = clock;
        this.limits = new PrefixBuckets(EACH_PREFIX, ALL, MAX_PREFIXES, nanoTime);
    }

    /** A super-peer connects; what is known of it is read. */
    public void come(KeyId peer) {
        with(peer, _ -> {});
    }

    // In one step with its removal by save(), so that nothing is counted in a book that nobody writes any more.
    private void with(KeyId peer, Consumer<PeerBook> action) {
        books.compute(peer, (id, known) -> {
            PeerBook book = known == null ? shelf.read(id, clock.millis()) : known;
            action.accept(book);
            return book;
        });
    }

    /** {@code visitor} has ticket {@code id} for some super-peer. */
    public void issued(String id, InetAddress visitor) {
        tickets.issued(id, hashes.of(visitor).prefix());
    }

    /** A visitor's offer goes to {@code peer}. Returns whether what becomes of the link counts; the calls below are for those that do. */
    public boolean asked(InetAddress visitor, KeyId peer) {
        boolean counts = limits.take(visitor);
        if (counts) {
            count(peer, DaySum.ASKED);
        }
        return counts;
    }

    /** It answered an offer, so long after that was sent. */
    public void answered(KeyId peer, Duration after) {
        with(peer, book -> book.answered((double) after.toMillis()));
    }

    public void connected(KeyId peer) {
        count(peer, DaySum.CONNECTED);
    }

    public void declined(KeyId peer) {
        count(peer, DaySum.DECLINED);
    }

    /** A link did not open after its answer. */
    public void failed(KeyId peer) {
        count(peer, DaySum.FAILED);
    }

    private void count(KeyId peer, DaySum one) {
        with(peer, book -> book.count(one, clock.millis()));
    }

    /** A receipt for ticket {@code id} was posted, of {@code bytes} more than before. */
    public void settled(KeyId peer, String id, long bytes) {
        with(peer, book -> book.served(bytes, tickets.of(id), clock.millis()));
    }

    /** A visitor that holds a ticket of {@code peer} says that it got a wrong piece. Returns whether that demotes it. */
    public boolean wrongPiece(InetAddress visitor, KeyId peer) {
        var demoted = new boolean[1];
        with(peer, book -> demoted[0] = book.wrong(hashes.of(visitor), clock.millis()));
        if (demoted[0]) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "super-peer {0} is demoted: visitors of several networks say that it sent wrong pieces",
                    peer);
            save(_ -> true);
        }
        return demoted[0];
    }

    /** Whether a visitor from there gets it only where there is no other. */
    boolean isLastFor(KeyId peer, InetAddress visitor) {
        return lastFor(visitor).test(peer);
    }

    /** Which super-peers a visitor from there gets only where there is no other. */
    public Predicate<KeyId> lastFor(InetAddress visitor) {
        PrefixHashes.Hashed from = hashes.of(visitor);
        return peer ->
                known(peer).filter(book -> book.isLastFor(from, clock.millis())).isPresent();
    }

    /** On probation while nothing is known. */
    public Standing standing(KeyId peer) {
        return known(peer).map(book -> book.standing(clock.millis())).orElse(Standing.PROBATION);
    }

    /** 0 to 100. */
    public int score(KeyId peer) {
        return known(peer).map(book -> book.score(clock.millis())).orElse(0);
    }

    /** How much of its line counts when it is decided who keeps what, above 0 and 1 at most; changes at most once a day, or with its standing. */
    public double weight(KeyId peer) {
        return known(peer).map(book -> book.weight(clock.millis())).orElse(StandingRules.weight(Standing.PROBATION, 0));
    }

    private Optional<PeerBook> known(KeyId peer) {
        return Optional.ofNullable(books.get(peer));
    }

    /** What it is told, as message {@code ref}. */
    public Reputed tell(KeyId peer, long ref) {
        var word = new Reputed[1];
        with(peer, book -> word[0] = book.reputed(ref, clock.millis()));
        return word[0];
    }

    /** Of those that are here, the lowest scores first. */
    public List<Rated> lowest(int most) {
        return books.entrySet().stream()
                .map(each -> new Rated(each.getKey(), each.getValue().reputed(0, clock.millis())))
                .sorted(Comparator.comparingInt((Rated rated) -> rated.word().score())
                        .thenComparing(Rated::peer))
                .limit(most)
                .toList();
    }

    /** Writes down what was counted since the last time, and lets those go that are not {@code here}. */
    public synchronized void save(Predicate<KeyId> here) {
        var changed = new HashMap<KeyId, PeerBook.Unsaved>();
        books.forEach((peer, book) -> {
            PeerBook.Unsaved unsaved = book.takeUnsaved();
            if (!unsaved.isEmpty()) {
                changed.put(peer, unsaved);
            }
        });
        try {
            if (!changed.isEmpty()) {
                shelf.write(changed);
            }
        } catch (RuntimeException e) {
            changed.forEach((peer, unsaved) -> known(peer).ifPresent(book -> book.giveBack(unsaved)));
            throw e;
        }
        books.keySet()
                .forEach(peer ->
                        books.computeIfPresent(peer, (id, book) -> book.isSaved() && !here.test(id) ? null : book));
        forget();
    }

    private void forget() {
        long today = PeerBook.day(clock.millis());
        if (today != forgotOn) {
            shelf.forget(clock.millis());
            forgotOn = today;
        }
    }
}
