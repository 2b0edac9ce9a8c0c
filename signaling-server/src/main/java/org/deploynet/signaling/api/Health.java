package org.deploynet.signaling.api;

import java.util.List;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.key.KeyId;

/**
 * What {@code GET /health} answers: counts at one instant, and since the start for {@code answered} and {@code reports}.
 * {@code peersOff} tells whether the operator has switched super-peers off for all sites, {@code sitesOff} for how many by name.
 * {@code alarms} tells how many hours of sites with unusual spending there were in the last 24 hours.
 * {@code unpaid} tells how many tickets were issued at price 0 since the start, and why.
 * {@code pairs} tells which classes of visitors and super-peers connect, of the last 90 days.
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
        int alarms,
        List<UnpaidCount> unpaid,
        List<PairCount> pairs,
        long uptimeMillis) {
    /** Five classes on each side, with IPv6 and without. */
    public static final int MAX_PAIRS = 50;

    private static final int MAX_UNPAID = 16;

    public Health {
        Check.text("state", state, 16);
        Check.present("network", network);
        unpaid = Check.list("unpaid", unpaid, MAX_UNPAID);
        pairs = Check.list("pairs", pairs, MAX_PAIRS);
    }
}
