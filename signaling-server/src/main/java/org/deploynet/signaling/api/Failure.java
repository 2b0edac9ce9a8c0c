package org.deploynet.signaling.api;

import org.deploynet.protocol.Check;

/** What the server answers with a status of 400 and above. */
public record Failure(String error) {
    public Failure {
        Check.text("error", error, 1024);
    }
}
