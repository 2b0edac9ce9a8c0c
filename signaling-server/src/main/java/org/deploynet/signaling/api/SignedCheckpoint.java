package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;
import org.deploynet.protocol.transparency.Checkpoint;

/** What {@code GET /v1/ledger/checkpoint} answers: a JWS of kind CHECKPOINT over a {@link Checkpoint}. */
public record SignedCheckpoint(String checkpoint) {
    public SignedCheckpoint {
        Check.text("checkpoint", checkpoint, Checkpoint.MAX_JWS_CHARS);
    }
}
