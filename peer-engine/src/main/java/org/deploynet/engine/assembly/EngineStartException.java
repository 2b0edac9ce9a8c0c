package org.deploynet.engine.assembly;

import org.jspecify.annotations.Nullable;

/** The engine cannot start, for a reason that its owner can mend. */
public final class EngineStartException extends Exception {
    private static final long serialVersionUID = 1;

    /** The reasons; each has a sentence in the bundles and an exit code. */
    public enum Why {
        ALREADY_RUNNING,
        FOLDER_NOT_USABLE,
        BAD_OPTION,
        CACHE_NOT_USABLE,
        DISK_BELOW_RESERVE,
        NATIVE_LIBRARY
    }

    private final Why why;
    private final String detail;

    public EngineStartException(Why why, String detail) {
        this(why, detail, null);
    }

    public EngineStartException(Why why, String detail, @Nullable Throwable cause) {
        super(why + ": " + detail, cause);
        this.why = why;
        this.detail = detail;
    }

    public Why why() {
        return why;
    }

    /** What it is about: a path, a value. */
    public String detail() {
        return detail;
    }
}
