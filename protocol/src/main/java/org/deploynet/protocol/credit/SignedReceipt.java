package org.deploynet.protocol.credit;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.KeyId;

/**
 * A ticket and its receipt, both with their signatures: all that it takes to check, without asking anybody, that a network paired
 * a browser's session with a super-peer and that the session signed for these bytes (docs/protocol.md §5). Immutable.
 */
public record SignedReceipt(String ticketJws, String receiptJws) {
    private static final Json JSON = Json.upTo(Ticket.MAX_JWS_CHARS);

    public SignedReceipt {
        Check.text("ticket", ticketJws, Ticket.MAX_JWS_CHARS);
        Check.text("receipt", receiptJws, Ticket.MAX_JWS_CHARS);
    }

    /** What the signatures say. */
    public record Proven(Ticket ticket, Receipt receipt) {
        /** Microcredits that the network owes for it, or has paid. */
        public long earned() {
            return Price.earned(receipt.bytes(), ticket.price());
        }
    }

    /**
     * The ticket and the receipt, if the key that is named {@code network} signed the one and the ticket's session key the other,
     * and they belong together.
     *
     * @throws ProtocolException with what does not hold
     */
    public Proven verify(KeyId network) throws ProtocolException {
        Jws.Signed signed = Jws.verifyByHeaderKey(Jws.Kind.TICKET, ticketJws);
        if (!signed.by().id().equals(network)) {
            throw new ProtocolException(
                    "the ticket is signed by " + signed.by().id() + ", not by the network " + network);
        }
        Ticket ticket = JSON.read(signed.payload(), Ticket.class);
        if (!ticket.network().equals(network)) {
            throw new ProtocolException("the ticket is of network " + ticket.network());
        }
        Receipt receipt = Receipt.verify(receiptJws, ticket.sessionKey());
        if (!receipt.ticket().equals(ticket.id())) {
            throw new ProtocolException("the receipt is for ticket " + receipt.ticket() + ", not for " + ticket.id());
        }
        if (receipt.bytes() > ticket.maxBytes()) {
            throw new ProtocolException(
                    "the receipt says " + receipt.bytes() + " bytes, the ticket allows " + ticket.maxBytes());
        }
        return new Proven(ticket, receipt);
    }
}
