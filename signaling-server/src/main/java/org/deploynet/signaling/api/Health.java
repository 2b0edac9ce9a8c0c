package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.key.KeyId;

/**
 * What {@code GET /health} answers: counts at one instant, and since the start for {@code answered} and {@code reports}.
 * {@code state} is {@code ok}, or {@code ledger-broken} when the ledger's chain or balances did not hold at the start.
 */
public record Health(
        String state,
        KeyId network,
        int superPeers,
        int visitors,
        int sites,
        int links,
        long answered,
        long reports,
        long uptimeMillis) {
    public Health {
        Check.text("state", state, 16);
        Check.present("network", network);
    }
}
