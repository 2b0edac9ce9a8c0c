package org.deploynet.engine.consent;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.deploynet.engine.consent.Subscription.Trouble;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.denylist.SignedDenylist;
import org.deploynet.protocol.key.KeyId;

/** Whether an edition of a list counts. Pure functions. */
final class Edition {
    /** How far clocks may differ before a list counts as not yet issued or expired. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private Edition() {}

    /** It does not. */
    static final class Rejected extends Exception {
        private static final long serialVersionUID = 1;

        private final Trouble why;

        Rejected(Trouble why) {
            super(why.name());
            this.why = why;
        }

        Trouble why() {
            return why;
        }
    }

    /** What {@code file} says, if it is a list that {@code key} signed. */
    static SignedDenylist signed(byte[] file, KeyId key) throws Rejected {
        SignedDenylist list = read(file);
        require(list.by().equals(key), Trouble.OTHER_KEY);
        return list;
    }

    /** What {@code file} says, whoever signed it. */
    static SignedDenylist read(byte[] file) throws Rejected {
        require(file.length <= SignedDenylist.MAX_BYTES, Trouble.TOO_LARGE);
        try {
            return SignedDenylist.verify(file);
        } catch (ProtocolException e) {
            throw new Rejected(Trouble.NOT_SIGNED);
        }
    }

    /** Throws if the list is not in its time. */
    static void checkTime(SignedDenylist signed, Instant now) throws Rejected {
        require(!now.isAfter(signed.list().expires().plus(CLOCK_DIFFERENCE)), Trouble.EXPIRED);
        require(!now.isBefore(signed.list().issued().minus(CLOCK_DIFFERENCE)), Trouble.FUTURE);
    }

    /** Throws if it is older than {@code before}, or another list under the same number. */
    static void checkSequence(SignedDenylist signed, Subscription before) throws Rejected {
        long sequence = signed.list().sequence();
        boolean isLost = before.entries().isEmpty();
        boolean same = sequence == before.sequence()
                && (isLost || Set.copyOf(signed.list().entries()).equals(before.entries()));
        require(sequence > before.sequence() || same, Trouble.ROLLED_BACK);
    }

    private static void require(boolean claim, Trouble otherwise) throws Rejected {
        if (!claim) {
            throw new Rejected(otherwise);
        }
    }
}
