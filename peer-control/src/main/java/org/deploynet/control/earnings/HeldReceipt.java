package org.deploynet.control.earnings;

import java.time.Instant;
import java.util.Optional;

/**
 * The latest receipt of one ticket, as this super-peer holds it; with both signatures, so that it can be checked without the
 * network. Nothing in it says who the visitor was. Immutable.
 *
 * @param ticket its id
 * @param site the site's key's id
 * @param at when it last changed here
 * @param pieces that the visitor signed for
 * @param price microcredits for 10^9 bytes
 * @param measured by the receipt
 * @param confirmed the part of it that the network posted
 * @param refused why it does not pay the rest
 */
public record HeldReceipt(
        String ticket,
        String site,
        Instant at,
        long pieces,
        long price,
        Earned measured,
        Earned confirmed,
        Optional<RefusalReason> refused,
        String ticketJws,
        String receiptJws) {
    /** What became of a receipt. */
    public enum State {
        CONFIRMED,
        WAITING,
        REFUSED
    }

    public State state() {
        if (refused.isPresent()) {
            return State.REFUSED;
        }
        return confirmed.equals(measured) ? State.CONFIRMED : State.WAITING;
    }
}
