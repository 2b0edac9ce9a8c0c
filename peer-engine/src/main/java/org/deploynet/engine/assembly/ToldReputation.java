package org.deploynet.engine.assembly;

import java.time.Instant;
import org.deploynet.control.reputation.Reputation;
import org.deploynet.protocol.signaling.ToSuperPeer.Reputed;
import org.deploynet.protocol.signaling.ToSuperPeer.Standing;

/** The network's word on this super-peer as the faces see it. Pure functions. */
final class ToldReputation {
    private ToldReputation() {}

    static Reputation of(Reputed word, Instant toldAt) {
        var facts = word.facts();
        var points = word.points();
        return new Reputation(
                toldAt,
                standing(word.standing()),
                word.score(),
                new Reputation.Facts(
                        facts.bytes(),
                        facts.days(),
                        facts.prefixes(),
                        facts.asked(),
                        facts.connected(),
                        facts.declined(),
                        facts.failed(),
                        facts.wrong(),
                        facts.answerMs()),
                new Reputation.Points(
                        points.served(), points.connected(), points.accepted(), points.answers(), points.days()),
                word.until().map(Instant::ofEpochMilli),
                word.probation()
                        .map(way -> new Reputation.Probation(
                                way.bytes(),
                                way.ofBytes(),
                                way.prefixes(),
                                way.ofPrefixes(),
                                way.days(),
                                way.ofDays())));
    }

    private static Reputation.Standing standing(Standing standing) {
        return switch (standing) {
            case PROBATION -> Reputation.Standing.PROBATION;
            case GOOD -> Reputation.Standing.GOOD;
            case DEMOTED -> Reputation.Standing.DEMOTED;
        };
    }
}
