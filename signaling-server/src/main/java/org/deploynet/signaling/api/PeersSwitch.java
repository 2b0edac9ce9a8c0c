package org.deploynet.signaling.api;

import java.util.Optional;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.key.KeyId;

/** Body of {@code POST /v1/admin/peers}: whether super-peers are off for {@code site}, or for all sites where none is named. */
public record PeersSwitch(Optional<KeyId> site, boolean off) {
    public PeersSwitch {
        Check.present("site", site);
    }
}
