package org.deploynet.protocol.credit;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.Pieces;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.PublicKeyJwk;
import org.deploynet.protocol.key.SigningKey;

/**
 * A visitor's signed word that {@code count} pieces with {@code bytes} bytes arrived whole and verified under one ticket.
 * Both figures are totals of that ticket, so only the latest receipt matters. Immutable.
 */
public record Receipt(String ticket, long count, long bytes) {
    private static final Json JSON = Json.upTo(1024);

    public Receipt {
        Check.text("ticket", ticket, Ticket.MAX_ID_CHARS);
        Check.range("count", count, 0, Integer.MAX_VALUE);
        Check.range("bytes", bytes, count, Math.min(Ticket.MAX_BYTES, count * Pieces.PIECE_BYTES));
    }

    public String sign(SigningKey session) {
        return Jws.sign(Jws.Kind.RECEIPT, JSON.writeBytes(this), session);
    }

    /** What {@code jws} says, whoever signed it: worth nothing before {@link #verify} says the same. */
    public static Receipt claimed(String jws) throws ProtocolException {
        Ticket.checkLength(jws);
        return JSON.read(Jws.claimed(jws), Receipt.class);
    }

    /** The receipt, if the session key of its ticket signed it. */
    public static Receipt verify(String jws, PublicKeyJwk sessionKey) throws ProtocolException {
        Ticket.checkLength(jws);
        return JSON.read(Jws.verify(Jws.Kind.RECEIPT, jws, sessionKey), Receipt.class);
    }
}
