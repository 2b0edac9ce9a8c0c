package org.deploynet.signaling.pairing;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deploynet.protocol.key.KeyId;

/**
 * What became of each super-peer's latest links, in memory: older ones count half as much once there are {@value #FRESH} of a pair.
 * A super-peer that says it is of another class begins anew with that. Safe from any thread.
 */
final class PeerTallies {
    /** Enough to tell one in ten that fail from half of them. */
    private static final int FRESH = 64;

    private static final int MAX_PEERS = 10_000;

    // Those that were quiet the longest are forgotten first. A peer has no more pairs than there are, which are 50.
    private final Map<KeyId, Map<Pair, Tally>> peers = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<KeyId, Map<Pair, Tally>> eldest) {
            return size() > MAX_PEERS;
        }
    };

    synchronized void count(KeyId peer, Pair pair, Outcome outcome) {
        peers.computeIfAbsent(peer, _ -> new HashMap<>()).merge(pair, Tally.of(outcome), (before, one) -> {
            Tally kept = before.tried() >= FRESH ? before.halved() : before;
            return kept.and(one);
        });
    }

    /** Of {@code peer}, for such a pair, see {@link Pair#covers}. */
    synchronized Tally of(KeyId peer, Pair pair) {
        return covered(peers.getOrDefault(peer, Map.of()), pair);
    }

    static Tally covered(Map<Pair, Tally> tallies, Pair pair) {
        return tallies.entrySet().stream()
                .filter(entry -> pair.covers(entry.getKey()))
                .map(Map.Entry::getValue)
                .reduce(Tally.NONE, Tally::and);
    }
}
