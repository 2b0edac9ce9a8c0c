package org.deploynet.signaling.guard;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.credit.Price;

/**
 * When a site's spending in one hour is unusual: above {@code floor} microcredits and {@code times} what is usual for it. Immutable.
 */
public record AlarmRule(long floor, int times) {
    /**
     * A site's day has hours of three times its median, which are no news. The floor is what one prefix can take in half an hour
     * ({@link PayCaps#DEFAULT}, at the default price).
     */
    public static final AlarmRule DEFAULT = new AlarmRule(5 * Price.MICROCREDITS_PER_CREDIT, 4);

    private static final long MAX_FLOOR = 1_000_000_000 * Price.MICROCREDITS_PER_CREDIT;

    public AlarmRule {
        Check.range("floor", floor, 0, MAX_FLOOR);
        Check.range("times", times, 1, 1_000);
    }

    boolean isUnusual(long spent, long usual) {
        return spent > floor + times * usual;
    }
}
