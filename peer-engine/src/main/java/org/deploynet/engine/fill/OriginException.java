package org.deploynet.engine.fill;

import java.io.IOException;

/** An origin did not give what its manifest promises. The message is safe to log and to show; it names no visitor. */
public final class OriginException extends IOException {
    private static final long serialVersionUID = 1;

    /** What went wrong, and with it whether asking again soon makes sense. */
    public enum Kind {
        UNREACHABLE(true),
        /** The name stands for a private address, and the owner did not allow this origin to. */
        PRIVATE_ADDRESS(false),
        STATUS(false),
        REDIRECT(false),
        /** Compressed although only identity was asked for. */
        ENCODED(false),
        TRUNCATED(true),
        TOO_SLOW(true),
        /** Not the bytes, or not the length, that the manifest names. */
        WRONG_BYTES(false),
        BAD_MANIFEST(false),
        /** Our own disk cannot take more now. */
        DISK(false),
        /** The owner's rules let nothing be fetched now; no fault of anybody. */
        HELD(false);

        private final boolean worthResuming;

        Kind(boolean worthResuming) {
            this.worthResuming = worthResuming;
        }
    }

    private final Kind kind;

    OriginException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    OriginException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    boolean isWorthResuming() {
        return kind.worthResuming;
    }
}
