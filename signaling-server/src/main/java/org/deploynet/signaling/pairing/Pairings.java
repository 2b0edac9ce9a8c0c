package org.deploynet.signaling.pairing;

import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.Reachability;
import org.deploynet.signaling.limits.PrefixBuckets;
import org.deploynet.signaling.limits.PrefixBuckets.Rate;
import org.deploynet.signaling.storage.Database;

/**
 * What became of the links that visitors and super-peers tried to open, and what that makes likely for the next ones. One household
 * counts for little, so that nobody makes a class or a super-peer look bad, or good, all alone; what it is told less of, it is told
 * whatever became of it. Safe from any thread; {@link #start} and {@link #save} block.
 */
public final class Pairings {
    /** Of one visitor's prefix: twenty links at once and one a minute. */
    private static final Rate EACH_PREFIX = new Rate(1.0 / 60, 20);

    private static final Rate ALL = new Rate(1_000, 10_000);
    private static final int MAX_PREFIXES = 20_000;

    /** So many links of one pair. */
    public record Count(Pair pair, Tally tally) {}

    private final PairDays days;
    private final PeerTallies peers = new PeerTallies();
    private final PrefixBuckets limits;

    public Pairings(Database database, Clock clock, LongSupplier nanoTime) {
        days = new PairDays(database, clock);
        limits = new PrefixBuckets(EACH_PREFIX, ALL, MAX_PREFIXES, nanoTime);
    }

    /** Reads what was counted before this start. */
    public void start() {
        days.start();
    }

    /** Counts one link, unless the visitor's prefix has had its share. */
    public void count(InetAddress visitor, KeyId peer, Pair pair, Outcome outcome) {
        if (limits.take(visitor)) {
            days.count(pair, outcome);
            peers.count(peer, pair, outcome);
        }
    }

    /** @param relay whether the operator lends relays */
    public Chance chance(KeyId peer, Pair pair, boolean relay) {
        return Likelihood.chance(pair, days.of(pair), peers.of(peer, pair), relay);
    }

    /** Of all visitors who were paired with super-peers of this class in the last 90 days. */
    public Tally ofPeers(Reachability peer) {
        return days.total().entrySet().stream()
                .filter(entry -> entry.getKey().peer() == peer)
                .map(Map.Entry::getValue)
                .reduce(Tally.NONE, Tally::and);
    }

    /** Of the last 90 days, in the order of pairs. */
    public List<Count> counts() {
        return days.total().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> new Count(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** Writes down what was counted since the last time. */
    public void save() {
        days.save();
    }
}
