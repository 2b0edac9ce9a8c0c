package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;

/** Body of {@code POST /v1/admin/correct}: the number of a grant or a transfer that another entry is to undo. */
public record Correction(long entry) {
    public Correction {
        Check.range("entry", entry, 1, Long.MAX_VALUE);
    }
}
