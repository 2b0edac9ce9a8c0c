package org.deploynet.signaling.peers;

import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import org.deploynet.protocol.key.KeyId;

/** Finds the super-peer a visitor is introduced to: among the holders, warm first, then the least full. */
public final class Lookup {
    private final Presence presence;
    private final Assignments assignments;
    private final Clock clock;

    public Lookup(Presence presence, Assignments assignments, Clock clock) {
        this.presence = presence;
        this.assignments = assignments;
        this.clock = clock;
    }

    /** The best holder of {@code bucket} with room, of those not in {@code tried}. */
    public Optional<OnlinePeer> find(KeyId site, int bucket, Set<KeyId> tried) {
        Instant now = clock.instant();
        return assignments.holders(site, bucket).stream()
                .filter(peer -> !tried.contains(peer))
                .flatMap(peer -> presence.find(peer).stream())
                .filter(peer -> peer.room() > 0)
                .min(Comparator.comparing((OnlinePeer peer) -> peer.isDemoted(now))
                        .thenComparing(Comparator.comparingInt((OnlinePeer peer) -> peer.warmth(site))
                                .reversed())
                        .thenComparingDouble(OnlinePeer::fullness));
    }
}
