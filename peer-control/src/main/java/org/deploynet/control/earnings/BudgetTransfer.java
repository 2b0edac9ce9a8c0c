package org.deploynet.control.earnings;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Credits that the owner gives to the budget of a site. Immutable.
 *
 * @param id chosen here, before the network was asked; the same order has the same one however often it is asked for
 * @param site the site's key's id
 * @param origin absent where the site is not kept here
 * @param microcredits 10^6 are one credit
 * @param at when it was ordered
 * @param refused why the network does not do it; there exactly where it is refused
 */
public record BudgetTransfer(
        String id,
        String site,
        Optional<String> origin,
        long microcredits,
        Instant at,
        State state,
        Optional<TransferRefusal> refused) {
    /** The most of one, microcredits. */
    public static final long MOST = 1L << 53;

    /** What became of it. */
    public enum State {
        /** The network has not answered yet; it is asked until it does. */
        WAITING,
        /** The network's ledger has it. */
        DONE,
        REFUSED;

        /** Where the bundles have a word for it. */
        public String textKey() {
            return "engine.transfer." + name().toLowerCase(Locale.ROOT);
        }
    }

    public BudgetTransfer {
        if (microcredits < 1 || microcredits > MOST) {
            throw new IllegalArgumentException("a transfer of " + microcredits + " microcredits");
        }
        if (refused.isPresent() != (state == State.REFUSED)) {
            throw new IllegalArgumentException(state + " because of " + refused);
        }
    }
}
