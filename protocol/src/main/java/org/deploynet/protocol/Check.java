package org.deploynet.protocol;

/** The bounds a value checks in its own constructor. Each throws {@link IllegalArgumentException} with the value's name. */
public final class Check {
    private Check() {}

    public static void that(boolean claim, String otherwise) {
        if (!claim) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    public static long range(String name, long value, long min, long max) {
        that(value >= min && value <= max, name + " is " + value + ", allowed are " + min + " to " + max);
        return value;
    }

    /** Fails for an absent field too, which Jackson hands over as null. */
    public static String text(String name, String value, int maxChars) {
        present(name, value);
        that(value.length() <= maxChars, name + " has " + value.length() + " characters, at most " + maxChars);
        return value;
    }

    public static <T> T present(String name, T value) {
        that(value != null, name + " is missing");
        return value;
    }

    public static <T> java.util.List<T> list(String name, java.util.List<T> value, int max) {
        present(name, value);
        that(value.size() <= max, name + " has " + value.size() + " entries, at most " + max);
        return java.util.List.copyOf(value);
    }
}
