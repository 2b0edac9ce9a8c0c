package org.deploynet.control;

/**
 * One thing an owner can set, declared once: its key in the settings file, default, bounds, unit and the key of its text.
 *
 * @param <T> the type its JSON value has
 */
public record Setting<T>(String key, T defaultValue, Unit unit, Bound<T> bound, String textKey) {
    /** What a number means. */
    public enum Unit {
        BYTES,
        BYTES_PER_SECOND,
        COUNT,
        /** Hours of the day. */
        HOURS,
        ADDRESS,
        /** One of a few words. */
        CHOICE
    }

    /** Which values are allowed. */
    public interface Bound<T> {
        boolean allows(T value);
    }

    /** @throws IllegalArgumentException with the key in words */
    T checked(T value) {
        if (!bound.allows(value)) {
            throw new IllegalArgumentException(key + " may not be " + value);
        }
        return value;
    }
}
