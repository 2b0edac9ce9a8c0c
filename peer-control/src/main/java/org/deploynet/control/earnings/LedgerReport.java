package org.deploynet.control.earnings;

import java.time.Instant;
import java.util.Optional;

/**
 * How the network's ledger stands to what the network had signed before. Immutable.
 *
 * @param kept the newest that continues all before it; absent before the first
 * @param alarm what is wrong, while anything is
 */
public record LedgerReport(Optional<Head> kept, Optional<Alarm> alarm) {
    /** A ledger of so many entries, by the heads of their chain and their tree (64 hex digits each), as the network signed it. */
    public record Head(long entries, String head, String root, Instant signedAt) {}

    /**
     * The network signs a ledger that does not continue the one that is kept.
     *
     * @param how {@code shrunk}, {@code forked}, {@code rewritten} or {@code unproved}
     * @param shown the newest that it showed
     */
    public record Alarm(String how, Instant since, Head shown) {}
}
