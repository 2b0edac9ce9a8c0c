package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.key.KeyId;

/**
 * What {@code GET /health} answers: counts at one instant, and since the start for {@code answered} and {@code reports}.
 * {@code peersOff} tells whether the operator has switched super-peers off for all sites, {@code sitesOff} for how many by name.
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
        boolean peersOff,
        int sitesOff,
        long uptimeMillis) {
    public Health {
        Check.text("state", state, 16);
        Check.present("network", network);
    }
}
