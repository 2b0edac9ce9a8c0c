package org.deploynet.engine.rendezvous;

import java.io.IOException;
import java.util.Optional;
import org.deploynet.protocol.key.PublicKeyJwk;

/**
 * The one network this super-peer belongs to, remembered at first contact. Its key signs tickets, so whoever answers at the
 * same address with another key is somebody else.
 */
public interface NetworkPin {
    Optional<PublicKeyJwk> pinned();

    /** Durable when it returns. */
    void pin(PublicKeyJwk network) throws IOException;
}
