package org.deploynet.signaling.ledger;

import java.util.Base64;
import java.util.Optional;
import org.deploynet.protocol.Json;
import org.deploynet.protocol.ProtocolException;
import org.deploynet.protocol.credit.Receipt;

/** Which ticket a receipt says it is for, read before its signature can be checked: the ticket names the key. */
public final class UncheckedReceipt {
    private static final Json JSON = Json.upTo(1024);

    private UncheckedReceipt() {}

    /** Empty for what is no receipt at all. */
    public static Optional<String> ticketOf(String jws) {
        String[] parts = jws.split("\\.", 4);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] payload = Base64.getUrlDecoder().decode(parts[1]);
            return Optional.of(JSON.read(payload, Receipt.class).ticket()).filter(id -> !id.isEmpty());
        } catch (ProtocolException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
