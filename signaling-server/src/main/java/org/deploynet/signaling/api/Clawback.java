package org.deploynet.signaling.api;

import java.util.Optional;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.KeyId;

/**
 * Body of {@code POST /v1/admin/clawback}: what {@code peer} earned with {@code site} and cannot use yet goes back to the site; with
 * {@code ticket} only what that one earned.
 */
public record Clawback(KeyId peer, KeyId site, Optional<String> ticket, ClawbackReason reason) {
    public Clawback {
        Check.present("peer", peer);
        Check.present("site", site);
        ticket.ifPresent(id -> Check.text("ticket", id, Ticket.MAX_ID_CHARS));
        Check.present("reason", reason);
    }
}
