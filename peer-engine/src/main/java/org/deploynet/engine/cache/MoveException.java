package org.deploynet.engine.cache;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A move cannot go on, for a reason that its owner is told. */
final class MoveException extends IOException {
    private static final long serialVersionUID = 1;

    private final MoveProgress.Why why;
    private final String detail;

    MoveException(MoveProgress.Why why, String detail) {
        this(why, detail, null);
    }

    MoveException(MoveProgress.Why why, String detail, @Nullable Throwable cause) {
        super(why + ": " + detail, cause);
        this.why = why;
        this.detail = detail;
    }

    MoveProgress.Why why() {
        return why;
    }

    String detail() {
        return detail;
    }
}
