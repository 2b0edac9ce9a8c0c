package org.deploynet.signaling;

/** The signaling server cannot start, for a reason that its operator can mend. */
public final class StartFailure extends Exception {
    /** The reasons. */
    public enum Reason {
        PORT_TAKEN,
        /** Not an address of this machine, or a port that needs rights. */
        ADDRESS_UNUSABLE,
        /** The same of an address or port for STUN. */
        STUN_UNUSABLE,
        FOLDER_UNUSABLE,
        FOLDER_IN_USE,
        NEWER_DATA,
        DAMAGED_DATA
    }

    private final Reason reason;

    public StartFailure(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public StartFailure(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
