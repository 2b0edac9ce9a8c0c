package org.deploynet.protocol.credit;

import org.deploynet.protocol.Check;

/**
 * What a site pays its super-peers: microcredits per 10^9 bytes; 0 is a free site. All amounts are whole microcredits, 10^6
 * of them one credit (docs/protocol.md §5).
 */
public final class Price {
    public static final long MICROCREDITS_PER_CREDIT = 1_000_000;
    public static final long DEFAULT = MICROCREDITS_PER_CREDIT;
    public static final long MAX = 1_000 * MICROCREDITS_PER_CREDIT;
    private static final long GIGABYTE = 1_000_000_000;
    private static final int PERCENT = 100;

    private Price() {}

    /** What {@code bytes} earn, rounded down. */
    public static long earned(long bytes, long price) {
        checked(bytes, price);
        boolean fitsLong = price == 0 || bytes <= Long.MAX_VALUE / price;
        return fitsLong ? bytes * price / GIGABYTE : huge(bytes, price);
    }

    /** The network's fee on top of {@code earned}, rounded up. */
    public static long fee(long earned, int feePercent) {
        return Math.ceilDiv(Math.multiplyExact(earned, feePercent), PERCENT);
    }

    /** What a ticket of {@code maxBytes} sets aside: never less than what its receipts can cost. */
    public static long reservation(long maxBytes, long price, int feePercent) {
        long most = Math.addExact(earned(maxBytes, price), price == 0 ? 0 : 1);
        return Math.addExact(most, fee(most, feePercent));
    }

    private static void checked(long bytes, long price) {
        Check.range("bytes", bytes, 0, Long.MAX_VALUE);
        Check.range("price", price, 0, MAX);
    }

    private static long huge(long bytes, long price) {
        return java.math.BigInteger.valueOf(bytes)
                .multiply(java.math.BigInteger.valueOf(price))
                .divide(java.math.BigInteger.valueOf(GIGABYTE))
                .longValueExact();
    }
}
