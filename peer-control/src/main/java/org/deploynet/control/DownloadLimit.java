package org.deploynet.control;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The most that all origins together may send, in bytes a second; 0 means that nothing is fetched. Above 0 it is at least
 * {@link #LEAST_BYTES_PER_SECOND}: origins and lines give up on whoever reads more slowly. In JSON a number or "unlimited".
 * Immutable.
 */
public record DownloadLimit(long bytesPerSecond) {
    public static final long LEAST_BYTES_PER_SECOND = 10_000;
    /** No limit by the owner. */
    public static final DownloadLimit UNLIMITED = new DownloadLimit(Long.MAX_VALUE);

    public DownloadLimit {
        boolean fits = bytesPerSecond >= LEAST_BYTES_PER_SECOND && bytesPerSecond <= UploadLimit.MAX_BYTES_PER_SECOND;
        if (!fits && bytesPerSecond != 0 && bytesPerSecond != Long.MAX_VALUE) {
            throw new IllegalArgumentException("a download limit of " + bytesPerSecond + " bytes a second; it is 0, or "
                    + LEAST_BYTES_PER_SECOND + " and more");
        }
    }

    public boolean isUnlimited() {
        return bytesPerSecond == Long.MAX_VALUE;
    }

    // Both public: on the module path Jackson reaches nothing else of an exported package.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static DownloadLimit ofJson(Object json) {
        return new DownloadLimit(UploadLimit.ofJson(json).bytesPerSecond());
    }

    @JsonValue
    public Object toJson() {
        return new UploadLimit(bytesPerSecond).toJson();
    }
}
