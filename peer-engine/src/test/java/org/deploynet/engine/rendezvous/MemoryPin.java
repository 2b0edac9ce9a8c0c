package org.deploynet.engine.rendezvous;

import java.util.Optional;
import org.deploynet.protocol.key.PublicKeyJwk;

/** A pin that lives as long as the test. */
final class MemoryPin implements NetworkPin {
    private volatile Optional<PublicKeyJwk> pinned = Optional.empty();

    @Override
    public Optional<PublicKeyJwk> pinned() {
        return pinned;
    }

    @Override
    public void pin(PublicKeyJwk network) {
        pinned = Optional.of(network);
    }
}
