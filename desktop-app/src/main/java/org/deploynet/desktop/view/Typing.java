package org.deploynet.desktop.view;

/**
 * How a field's text and its value belong together. Pure functions.
 *
 * @param <T> what the field is about
 */
public interface Typing<T> {
    Typed<T> read(String text);

    /** What stands in a field for {@code value}: {@link #read} gives the same value back, in any language. */
    String write(T value);
}
