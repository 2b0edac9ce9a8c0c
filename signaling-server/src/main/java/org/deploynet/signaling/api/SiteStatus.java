package org.deploynet.signaling.api;

import java.util.Optional;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.key.KeyId;

/**
 * What {@code GET /v1/sites/{site}} and a registration answer. {@code state} is {@code pending}, {@code active} or
 * {@code failed} and tells of the last registration; {@code sequence} is the newest manifest that passed, 0 for none, and
 * stays when a later registration fails. Amounts in microcredits; {@code settledBytes} have posted receipts.
 */
public record SiteStatus(
        KeyId site,
        String state,
        Optional<String> why,
        long sequence,
        String origin,
        long expires,
        long price,
        long granted,
        long budget,
        long reserved,
        long settledBytes) {
    public SiteStatus {
        Check.present("site", site);
        Check.text("state", state, 16);
        Check.text("origin", origin, 512);
    }
}
