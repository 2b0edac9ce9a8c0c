package org.deploynet.signaling.peers;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.ToSuperPeer.Standing;
import org.deploynet.signaling.pairing.Chance;
import org.deploynet.signaling.pairing.Pair;
import org.deploynet.signaling.pairing.Pairings;
import org.deploynet.signaling.pairing.Reach;
import org.deploynet.signaling.reputation.Reputations;

/**
 * Finds the super-peer a visitor is introduced to: among the holders those that it is likely to connect
 * to, of these the warm ones first, then those that are not on probation, then the least full, who has a low score being taken for
 * fuller. One that is demoted, or that was reported from the visitor's own prefix, comes last.
 */
public final class Lookup {
    private final Presence presence;
    private final Assignments assignments;
    private final Pairings pairings;
    /** Of the visitors whom others could serve as well, those on probation get one in so many, all of them together. */
    static final int ONE_IN = 8;
    /** So much fuller, as a part of what it takes, is a super-peer taken for whose score is 0. */
    private static final double LOW_SCORE = 0.25;

    private static final double FULL_SCORE = 100;

    private final Reputations reputations;
    private final boolean relay;
    private final RandomGenerator random;

    /**
     * Who looks: how it is reached, as far as that is known, the super-peers to which no link of its opened, and where it comes from,
     * which stays in memory.
     */
    public record Seeker(Reach reach, Set<KeyId> failedWith, InetAddress address) {}

    /** A super-peer, and what is to be expected of it. */
    public record Found(OnlinePeer peer, Chance chance) {}

    /**
     * @param relay whether the operator lends relays
     * @param random safe from any thread
     */
    public Lookup(
            Presence presence,
            Assignments assignments,
            Pairings pairings,
            Reputations reputations,
            boolean relay,
            RandomGenerator random) {
        this.presence = presence;
        this.assignments = assignments;
        this.pairings = pairings;
        this.reputations = reputations;
        this.relay = relay;
        this.random = random;
    }

    /**
     * The best holder of {@code bucket} with room, of those not in {@code tried} that take such a ticket; an unlikely one rather than
     * none.
     *
     * @param price what a ticket between the visitor and a super-peer pays, microcredits per 10^9 bytes
     */
    public Optional<Found> find(
            KeyId site, int bucket, Set<KeyId> tried, Seeker seeker, ToLongFunction<OnlinePeer> price) {
        Predicate<KeyId> isLast = reputations.lastFor(seeker.address());
        boolean newcomersFirst = random.nextInt(ONE_IN) == 0;
        return assignments.holders(site, bucket).stream()
                .filter(peer -> !tried.contains(peer))
                .flatMap(peer -> presence.find(peer).stream())
                .filter(peer -> peer.room() > 0)
                .filter(peer -> peer.accepts(site, () -> price.applyAsLong(peer)))
                .map(peer -> new Ranked(
                        new Found(peer, chance(peer, seeker)),
                        isLast.test(peer.id()),
                        peer.warmth(site),
                        isNewcomer(peer) != newcomersFirst,
                        burden(peer)))
                .min(Ranked.BEST_FIRST)
                .map(Ranked::found);
    }

    /** One that could serve, with all that decides, looked at once. */
    private record Ranked(Found found, boolean isLast, int warmth, boolean isAfterOthers, double burden) {
        static final Comparator<Ranked> BEST_FIRST = Comparator.comparing(Ranked::isLast)
                .thenComparing(ranked -> ranked.found().chance())
                .thenComparing(Comparator.comparingInt(Ranked::warmth).reversed())
                .thenComparing(Ranked::isAfterOthers)
                .thenComparingDouble(Ranked::burden);
    }

    private boolean isNewcomer(OnlinePeer peer) {
        return reputations.standing(peer.id()) == Standing.PROBATION;
    }

    private double burden(OnlinePeer peer) {
        return peer.fullness() + LOW_SCORE * (1 - reputations.score(peer.id()) / FULL_SCORE);
    }

    private Chance chance(OnlinePeer peer, Seeker seeker) {
        return seeker.failedWith().contains(peer.id())
                ? Chance.UNLIKELY
                : pairings.chance(peer.id(), Pair.of(seeker.reach(), peer.reach()), relay);
    }
}
