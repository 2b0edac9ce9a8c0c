package org.deploynet.engine.cache;

import java.io.IOException;

/** The state beside the cache cannot be opened; the cause says why. */
public final class StateNotUsableException extends IOException {
    private static final long serialVersionUID = 1;

    StateNotUsableException(Exception cause) {
        super(cause.getMessage(), cause);
    }
}
