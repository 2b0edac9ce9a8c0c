package org.deploynet.engine.credits;

import java.util.Base64;
import java.util.Optional;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Ticket;

/** The link of a ticket that was verified before it was written down. */
final class TicketLink {
    private static final Json JSON = Json.upTo(Ticket.MAX_JWS_CHARS);

    private TicketLink() {}

    /** Empty for what is no ticket. */
    static Optional<String> of(String ticketJws) {
        String[] parts = ticketJws.split("\\.", 4);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.read(Base64.getUrlDecoder().decode(parts[1]), Ticket.class)
                    .link());
        } catch (ProtocolException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
