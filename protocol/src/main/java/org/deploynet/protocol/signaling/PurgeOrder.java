package org.deploynet.protocol.signaling;

import java.util.List;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.content.ObjectId;
import org.deploynet.protocol.credit.Ticket;
import org.deploynet.protocol.key.Jws;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.SigningKey;

/**
 * A signed order to delete {@code objects} of {@code site} and to refuse them from then on; an empty list means all of the
 * site. Immutable.
 */
public record PurgeOrder(String id, KeyId network, KeyId site, List<ObjectId> objects, long issued) {
    /** So that an order fits one signaling message. */
    public static final int MAX_OBJECTS = 500;

    private static final Json JSON = Json.upTo(SignalingCodec.MAX_BYTES);

    public PurgeOrder {
        Check.text("id", id, Ticket.MAX_ID_CHARS);
        Check.present("network", network);
        Check.present("site", site);
        objects = Check.list("objects", objects, MAX_OBJECTS);
        Check.range("issued", issued, 0, Long.MAX_VALUE);
    }

    public String sign(SigningKey key) {
        return Jws.sign(Jws.Kind.PURGE, JSON.writeBytes(this), key);
    }

    /** The order, if the network of that name or the site itself signed it. */
    public static PurgeOrder verify(String jws, KeyId network) throws ProtocolException {
        Jws.Signed signed = Jws.verifyByHeaderKey(Jws.Kind.PURGE, jws);
        PurgeOrder order = JSON.read(signed.payload(), PurgeOrder.class);
        KeyId by = signed.by().id();
        if (!order.network().equals(network) || !(by.equals(network) || by.equals(order.site()))) {
            throw new ProtocolException("a purge order of " + order.site() + " signed by " + by);
        }
        return order;
    }
}
