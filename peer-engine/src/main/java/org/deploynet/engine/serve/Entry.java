package org.deploynet.engine.serve;

import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.signaling.FromSuperPeer.Decline;

/** The answer to a visitor's offer. */
public sealed interface Entry {
    /** A place is kept for the link until {@link Reception#serve} or {@link Reception#abandon}. */
    record Admitted(Ticket ticket) implements Entry {}

    record Declined(Decline.Why why) implements Entry {}
}
