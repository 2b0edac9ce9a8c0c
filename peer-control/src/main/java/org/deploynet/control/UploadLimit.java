package org.deploynet.control;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The most that all browsers together may take, in bytes a second; 0 means none. In JSON a number or "unlimited". Immutable. */
public record UploadLimit(long bytesPerSecond) {
    public static final long MAX_BYTES_PER_SECOND = 1L << 40;
    /** No limit by the owner. */
    public static final UploadLimit UNLIMITED = new UploadLimit(Long.MAX_VALUE);

    private static final String UNLIMITED_WORD = "unlimited";

    public UploadLimit {
        boolean fits = bytesPerSecond >= 0 && bytesPerSecond <= MAX_BYTES_PER_SECOND;
        if (!fits && bytesPerSecond != Long.MAX_VALUE) {
            throw new IllegalArgumentException("an upload limit of " + bytesPerSecond + " bytes a second");
        }
    }

    public boolean isUnlimited() {
        return bytesPerSecond == Long.MAX_VALUE;
    }

    /** The lower of the two. */
    public UploadLimit atMost(UploadLimit other) {
        return other.bytesPerSecond < bytesPerSecond ? other : this;
    }

    // Both public: on the module path Jackson reaches nothing else of an exported package.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static UploadLimit ofJson(Object json) {
        return switch (json) {
            case String word when word.equals(UNLIMITED_WORD) -> UNLIMITED;
            case Integer number -> new UploadLimit(number);
            case Long number -> new UploadLimit(number);
            default -> throw new IllegalArgumentException("a limit is bytes a second or \"unlimited\"");
        };
    }

    @JsonValue
    public Object toJson() {
        return isUnlimited() ? UNLIMITED_WORD : (Object) bytesPerSecond;
    }
}
