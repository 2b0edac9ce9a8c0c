package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.key.KeyId;
import org.deploynet.protocol.key.PublicKeyJwk;

/** What {@code GET /v1/network} answers: the key that signs tickets, and its hash, which is the network's name. */
public record NetworkName(KeyId network, PublicKeyJwk key) {
    public NetworkName {
        Check.present("network", network);
        Check.present("key", key);
    }
}
