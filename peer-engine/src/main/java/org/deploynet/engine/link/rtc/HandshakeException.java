package org.deploynet.engine.link.rtc;

/** A handshake did not come about. The message names no address. */
final class HandshakeException extends Exception {
    private final String what;

    HandshakeException(String what) {
        super(what);
        this.what = what;
    }

    HandshakeException(String what, Throwable cause) {
        super(what, cause);
        this.what = what;
    }

    String what() {
        return what;
    }
}
