package org.deploynet.engine.rendezvous;

import java.util.Optional;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.signaling.Refused;

/** The transfers that the owner ordered and the network has not answered. Safe from any thread. */
public interface TransferOrders {
    /** One of them, durable here already under its id. */
    record Order(String id, KeyId site, long microcredits) {}

    /** The oldest that is not answered; the same again until it is. */
    Optional<Order> next();

    /** The network's ledger has it, now or before. */
    void done(String id);

    /** The network does not do it, and will not: {@code budget} or {@code unknown-site}. */
    void refused(String id, Refused.Code why);
}
