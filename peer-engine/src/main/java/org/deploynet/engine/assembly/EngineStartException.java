package org.deploynet.engine.assembly;

import java.util.Optional;
import org.deploynet.control.Reason;
import org.jspecify.annotations.Nullable;

/** The engine cannot start, for a reason that its owner can mend. */
public final class EngineStartException extends Exception {
    private static final long serialVersionUID = 1;

    /** The reasons; each has a sentence in the bundles and an exit code. */
    public enum Why {
        ALREADY_RUNNING,
        BAD_OPTION,
        FOLDER_NOT_USABLE(Reason.SAFE_FOLDER_NOT_USABLE),
        CACHE_NOT_USABLE(Reason.SAFE_CACHE_NOT_USABLE),
        CACHE_VANISHED(Reason.SAFE_CACHE_VANISHED),
        CACHE_REPLACED(Reason.SAFE_CACHE_REPLACED),
        CACHE_NEWER(Reason.SAFE_CACHE_NEWER),
        CACHE_READ_ONLY(Reason.SAFE_CACHE_READ_ONLY),
        CACHE_FORBIDDEN(Reason.SAFE_CACHE_FORBIDDEN),
        CACHE_LOCKED(Reason.SAFE_CACHE_LOCKED),
        DISK_BELOW_RESERVE(Reason.SAFE_DISK_BELOW_RESERVE),
        STATE_NOT_USABLE(Reason.SAFE_STATE_NOT_USABLE),
        STATE_NEWER(Reason.SAFE_STATE_NEWER),
        IDENTITY_DAMAGED(Reason.SAFE_IDENTITY_DAMAGED),
        IDENTITY_MISSING(Reason.SAFE_IDENTITY_MISSING),
        NATIVE_LIBRARY(Reason.SAFE_NATIVE_LIBRARY);

        private final Optional<Reason> inSafeMode;

        /** Says nothing about what is on disk, and is never a step towards safe mode. */
        Why() {
            this.inSafeMode = Optional.empty();
        }

        Why(Reason inSafeMode) {
            this.inSafeMode = Optional.of(inSafeMode);
        }

        /** The reason that an engine in safe mode gives for it. */
        public Optional<Reason> inSafeMode() {
            return inSafeMode;
        }
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
