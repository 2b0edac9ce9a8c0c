package org.deploynet.engine.nat.mapping;

import org.deploynet.control.nat.MappingOutcome;

/** A router did not do what it was asked. The text is for the log of a developer, faces have the outcome and the code. */
final class RouterException extends Exception {
    private final MappingOutcome outcome;
    private final int code;

    RouterException(MappingOutcome outcome, int code, String what) {
        super(what);
        this.outcome = outcome;
        this.code = code;
    }

    static RouterException invalid(String what) {
        return new RouterException(MappingOutcome.INVALID_ANSWER, 0, what);
    }

    static RouterException noAnswer(String what) {
        return new RouterException(MappingOutcome.NO_ANSWER, 0, what);
    }

    static RouterException refused(int code, String what) {
        return new RouterException(MappingOutcome.REFUSED, code, what);
    }

    static RouterException notOffered(int code, String what) {
        return new RouterException(MappingOutcome.NOT_OFFERED, code, what);
    }

    MappingOutcome outcome() {
        return outcome;
    }

    int code() {
        return code;
    }
}
