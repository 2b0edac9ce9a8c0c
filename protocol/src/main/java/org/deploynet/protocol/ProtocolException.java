package org.deploynet.protocol;

/** Something read from outside breaks docs/protocol.md. The message says what and where, and is safe to log. */
public final class ProtocolException extends Exception {
    public ProtocolException(String what) {
        super(what);
    }

    public ProtocolException(String what, Throwable cause) {
        super(what, cause);
    }
}
