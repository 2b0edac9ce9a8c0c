package org.deploynet.desktop.view;

/**
 * What stands in a field, as far as it is written. Immutable.
 *
 * @param <T> what it is about
 */
public sealed interface Typed<T> {
    /** It counts as {@code value}; {@code beside} says the same in another unit, and may be empty. */
    record Counts<T>(T value, String beside) implements Typed<T> {}

    /** It cannot count; {@code why} is a sentence. */
    record Wrong<T>(String why) implements Typed<T> {}
}
