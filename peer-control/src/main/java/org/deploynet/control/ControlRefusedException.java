package org.deploynet.control;

import java.io.IOException;

/** The engine understood the call and refuses it; the message says why. */
public final class ControlRefusedException extends IOException {
    private static final long serialVersionUID = 1;
    private final int code;

    public ControlRefusedException(int code, String message) {
        super(message);
        this.code = code;
    }

    /** The JSON-RPC error code. */
    public int code() {
        return code;
    }
}
