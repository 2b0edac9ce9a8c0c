package org.deploynet.signaling.api;

import java.util.List;
import org.deploynet.protocol.Check;
import org.deploynet.protocol.transparency.LedgerEntry;

/** What {@code GET /v1/ledger/entries?ticket=…} answers: all that was posted for a ticket, oldest first. */
public record LedgerEntries(List<LedgerEntry> entries) {
    private static final int MAX = 64;

    public LedgerEntries {
        entries = Check.list("entries", entries, MAX);
    }
}
