package org.deploynet.signaling.pairing;

import org.deploynet.protocol.Check;

/** So many links of each {@link Outcome}. Immutable. */
public record Tally(long direct, long relayed, long opened, long failed) {
    public static final Tally NONE = new Tally(0, 0, 0, 0);

    public Tally {
        Check.range("direct", direct, 0, Long.MAX_VALUE);
        Check.range("relayed", relayed, 0, Long.MAX_VALUE);
        Check.range("opened", opened, 0, Long.MAX_VALUE);
        Check.range("failed", failed, 0, Long.MAX_VALUE);
    }

    static Tally of(Outcome outcome) {
        return NONE.and(outcome);
    }

    public Tally and(Outcome outcome) {
        return switch (outcome) {
            case DIRECT -> new Tally(direct + 1, relayed, opened, failed);
            case RELAYED -> new Tally(direct, relayed + 1, opened, failed);
            case OPENED -> new Tally(direct, relayed, opened + 1, failed);
            case FAILED -> new Tally(direct, relayed, opened, failed + 1);
        };
    }

    public Tally and(Tally other) {
        return new Tally(direct + other.direct, relayed + other.relayed, opened + other.opened, failed + other.failed);
    }

    /** The same proportions, and half as much to go by. */
    Tally halved() {
        return new Tally(direct / 2, relayed / 2, opened / 2, failed / 2);
    }

    public long connected() {
        return direct + relayed + opened;
    }

    public long tried() {
        return connected() + failed;
    }

    /** Those of which it is known whether they went without a relay. */
    long looked() {
        return direct + relayed + failed;
    }
}
