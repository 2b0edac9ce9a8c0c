package org.deploynet.control;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * What is left free on the disk whatever the quota says: a number of bytes, or what is usual, 10 GB or a tenth of the disk,
 * whichever is more. In JSON a number or "usual". Immutable.
 */
public record FreeFloor(long bytes) {
    public static final FreeFloor USUAL = new FreeFloor(-1);

    private static final long MAX_BYTES = 1L << 50;
    private static final long USUAL_BYTES = 10_000_000_000L;
    private static final int USUAL_PART = 10;
    private static final String USUAL_WORD = "usual";

    public FreeFloor {
        if (bytes < -1 || bytes > MAX_BYTES) {
            throw new IllegalArgumentException("a free floor of " + bytes + " bytes");
        }
    }

    public boolean isUsual() {
        return bytes == -1;
    }

    /** The floor on a disk of this size, bytes. */
    public long on(long diskBytes) {
        return isUsual() ? Math.max(USUAL_BYTES, diskBytes / USUAL_PART) : bytes;
    }

    // Both public: on the module path Jackson reaches nothing else of an exported package.
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static FreeFloor ofJson(Object json) {
        return switch (json) {
            case String word when word.equals(USUAL_WORD) -> USUAL;
            case Integer number when number >= 0 -> new FreeFloor(number);
            case Long number when number >= 0 -> new FreeFloor(number);
            default -> throw new IllegalArgumentException("a free floor is bytes or \"usual\"");
        };
    }

    @JsonValue
    public Object toJson() {
        return isUsual() ? USUAL_WORD : (Object) bytes;
    }
}
