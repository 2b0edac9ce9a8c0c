package org.deploynet.control.earnings;

/** Payload that browsers verified and signed for, in bytes, and what it earns by the price of its tickets. Immutable. */
public record Earned(long bytes, long microcredits) {
    public static final Earned NOTHING = new Earned(0, 0);

    public Earned plus(Earned other) {
        return new Earned(Math.addExact(bytes, other.bytes), Math.addExact(microcredits, other.microcredits));
    }
}
