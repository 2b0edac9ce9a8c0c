package org.deploynet.signaling.pairing;

import org.deploynet.protocol.signaling.Reachability;

/**
 * How likely a visitor and a super-peer connect. Theory (RFC 5128 §3.3, RFC 4787 §4.1 and §5) says what to expect of their classes,
 * what became of earlier links of such pairs corrects it, and what became of this super-peer's own links corrects that. Pure
 * functions.
 */
public final class Likelihood {
    static final double LIKELY_FROM = 0.7;
    static final double UNLIKELY_BELOW = 0.25;
    /** As many links of a pair as theory counts for. */
    private static final double WEIGHT_OF_THEORY = 20;
    /** As many links of one super-peer as all those of its pair count for. */
    private static final double WEIGHT_OF_PAIR = 10;

    private Likelihood() {}

    /**
     * Between 0 and 1 that they connect without a relay: a mean that begins at what is expected and moves as links are counted
     * (Laplace's rule of succession with another prior).
     */
    public static double direct(Pair pair, Tally ofPair, Tally ofPeer) {
        return moved(moved(expected(pair), WEIGHT_OF_THEORY, ofPair), WEIGHT_OF_PAIR, ofPeer);
    }

    private static double moved(double expected, double weight, Tally tally) {
        return (expected * weight + tally.direct()) / (weight + tally.looked());
    }

    /** @param relay whether the operator lends relays */
    public static Chance chance(Pair pair, Tally ofPair, Tally ofPeer, boolean relay) {
        double direct = direct(pair, ofPair, ofPeer);
        if (direct >= LIKELY_FROM) {
            return Chance.LIKELY;
        }
        if (direct >= UNLIKELY_BELOW) {
            return Chance.POSSIBLE;
        }
        // A relay is the super-peer's, which reaches it over TCP too; the visitor has to reach it over UDP.
        return relay && pair.visitor() != Reachability.BLOCKED ? Chance.BY_RELAY : Chance.UNLIKELY;
    }

    /**
     * Whether a relay may turn out to be needed. Not between two that are known to open the way for each other. A super-peer that is
     * open decides for itself, since it may be so by ports of which none is left; and who has failed before is rather lent one.
     */
    public static boolean wantsRelay(Pair pair, Chance chance) {
        boolean isVisitorKnown = pair.visitor() == Reachability.OPEN || pair.visitor() == Reachability.MODERATE;
        return !(chance == Chance.LIKELY && isVisitorKnown && pair.peer() == Reachability.MODERATE);
    }

    /** What theory expects; a guess where it depends on what no candidate tells, such as whom a router lets in. */
    static double expected(Pair pair) {
        if (pair.ipv6()) {
            return 0.9;
        }
        if (pair.visitor() == Reachability.BLOCKED || pair.peer() == Reachability.BLOCKED) {
            return 0.02;
        }
        return switch (pair.peer()) {
            case OPEN -> 0.95;
            case MODERATE -> toModerate(pair.visitor());
            case STRICT -> toStrict(pair.visitor());
            // Most are moderate; some that did not say are open.
            case UNKNOWN -> pair.visitor() == Reachability.STRICT ? 0.5 : toModerate(pair.visitor());
            case BLOCKED -> throw new IllegalStateException("seen above");
        };
    }

    private static double toModerate(Reachability visitor) {
        return switch (visitor) {
            case OPEN, MODERATE, UNKNOWN -> 0.9;
            // Unless the super-peer's router lets in whoever has the address that was sent to, whatever the port.
            case STRICT -> 0.15;
            case BLOCKED -> throw new IllegalStateException("seen above");
        };
    }

    private static double toStrict(Reachability visitor) {
        return switch (visitor) {
            // Nothing translates there, but a firewall may let in only whom was sent to.
            case OPEN -> 0.6;
            case MODERATE, UNKNOWN -> 0.15;
            case STRICT -> 0.02;
            case BLOCKED -> throw new IllegalStateException("seen above");
        };
    }
}
