package org.deploynet.engine.credits;

import java.util.EnumMap;
import java.util.Map;
import org.deploynet.protocol.signaling.ReceiptRefusal;

/**
 * All receipts so far, forced ones only. Bytes are payload that browsers verified; microcredits are what their prices say,
 * measured here. What is neither settled nor refused is still to be settled.
 */
public record Totals(Sum measured, Sum settled, Map<ReceiptRefusal, Sum> refused) {
    public static final Totals NONE = new Totals(Sum.ZERO, Sum.ZERO, Map.of());

    /** Bytes and what they earn. */
    public record Sum(long bytes, long microcredits) {
        public static final Sum ZERO = new Sum(0, 0);

        public Sum plus(Sum other) {
            return new Sum(Math.addExact(bytes, other.bytes), Math.addExact(microcredits, other.microcredits));
        }

        public Sum minus(Sum other) {
            return new Sum(
                    Math.subtractExact(bytes, other.bytes), Math.subtractExact(microcredits, other.microcredits));
        }

        /** What is left of it, at least nothing. */
        Sum without(Sum other) {
            return new Sum(Math.max(0, bytes - other.bytes), Math.max(0, microcredits - other.microcredits));
        }
    }

    public Totals {
        refused = Map.copyOf(refused);
    }

    public Totals plus(Totals other) {
        var sums = new EnumMap<ReceiptRefusal, Sum>(ReceiptRefusal.class);
        sums.putAll(refused);
        other.refused.forEach((why, sum) -> sums.merge(why, sum, Sum::plus));
        return new Totals(measured.plus(other.measured), settled.plus(other.settled), sums);
    }

    Totals minus(Totals other) {
        var sums = new EnumMap<ReceiptRefusal, Sum>(ReceiptRefusal.class);
        sums.putAll(refused);
        other.refused.forEach((why, sum) -> sums.merge(why, Sum.ZERO.minus(sum), Sum::plus));
        sums.values().removeIf(Sum.ZERO::equals);
        return new Totals(measured.minus(other.measured), settled.minus(other.settled), sums);
    }
}
