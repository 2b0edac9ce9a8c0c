package org.deploynet.signaling.peers;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.signaling.pairing.Chance;
import org.deploynet.signaling.pairing.Pair;
import org.deploynet.signaling.pairing.Pairings;
import org.deploynet.signaling.pairing.Reach;

/**
 * Finds the super-peer a visitor is introduced to: among the holders those that it is likely to connect
 * to, of these the warm ones first, then the least full.
 */
public final class Lookup {
    private final Presence presence;
    private final Assignments assignments;
    private final Pairings pairings;
    private final boolean relay;
    private final Clock clock;

    /** Who looks: how it is reached, as far as that is known, and the super-peers to which no link of its opened. */
    public record Seeker(Reach reach, Set<KeyId> failedWith) {}

    /** A super-peer, and what is to be expected of it. */
    public record Found(OnlinePeer peer, Chance chance) {}

    /** @param relay whether the operator lends relays */
    public Lookup(Presence presence, Assignments assignments, Pairings pairings, boolean relay, Clock clock) {
        this.presence = presence;
        this.assignments = assignments;
        this.pairings = pairings;
        this.relay = relay;
        this.clock = clock;
    }

    /**
     * The best holder of {@code bucket} with room, of those not in {@code tried} that take such a ticket; an unlikely one rather than
     * none.
     *
     * @param price what a ticket between the visitor and a super-peer pays, microcredits per 10^9 bytes
     */
    public Optional<Found> find(
            KeyId site, int bucket, Set<KeyId> tried, Seeker seeker, ToLongFunction<OnlinePeer> price) {
        Instant now = clock.instant();
        return assignments.holders(site, bucket).stream()
                .filter(peer -> !tried.contains(peer))
                .flatMap(peer -> presence.find(peer).stream())
                .filter(peer -> peer.room() > 0)
                .filter(peer -> peer.accepts(site, () -> price.applyAsLong(peer)))
                .map(peer -> new Found(peer, chance(peer, seeker)))
                .min(Comparator.comparing((Found found) -> found.peer().isDemoted(now))
                        .thenComparing(Found::chance)
                        .thenComparing(Comparator.comparingInt(
                                        (Found found) -> found.peer().warmth(site))
                                .reversed())
                        .thenComparingDouble(found -> found.peer().fullness()));
    }

    private Chance chance(OnlinePeer peer, Seeker seeker) {
        return seeker.failedWith().contains(peer.id())
                ? Chance.UNLIKELY
                : pairings.chance(peer.id(), Pair.of(seeker.reach(), peer.reach()), relay);
    }
}
