package org.deploynet.signaling.reputation;

/**
 * What was counted of one super-peer on one day (UTC): bytes of posted receipts, the prefixes of the visitors that they are of, what
 * became of the links it was asked for, and the prefixes that reported wrong pieces. Immutable.
 */
record DaySum(long bytes, int prefixes, long asked, long connected, long declined, long failed, long wrong) {
    static final DaySum NONE = new DaySum(0, 0, 0, 0, 0, 0, 0);
    static final DaySum ASKED = new DaySum(0, 0, 1, 0, 0, 0, 0);
    static final DaySum CONNECTED = new DaySum(0, 0, 0, 1, 0, 0, 0);
    static final DaySum DECLINED = new DaySum(0, 0, 0, 0, 1, 0, 0);
    static final DaySum FAILED = new DaySum(0, 0, 0, 0, 0, 1, 0);
    static final DaySum WRONG = new DaySum(0, 0, 0, 0, 0, 0, 1);

    static DaySum served(long bytes, int prefixes) {
        return new DaySum(bytes, prefixes, 0, 0, 0, 0, 0);
    }

    /** Both together; of prefixes the most, since nobody knows which of them are the same. */
    DaySum and(DaySum more) {
        return new DaySum(
                bytes + more.bytes,
                Math.max(prefixes, more.prefixes),
                asked + more.asked,
                connected + more.connected,
                declined + more.declined,
                failed + more.failed,
                wrong + more.wrong);
    }
}
