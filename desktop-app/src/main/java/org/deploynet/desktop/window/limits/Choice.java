package org.deploynet.desktop.window.limits;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.ComboBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** A list to choose from, which only tells what a person chose. JavaFX thread only. */
final class Choice<T> extends ComboBox<T> {
    private boolean showing;

    Choice(String id, String title, List<T> choices, Function<T, String> words, Consumer<T> chosen) {
        setId(id);
        setAccessibleText(title);
        setMinWidth(USE_PREF_SIZE);
        getItems().setAll(choices);
        setConverter(new Words<>(words));
        setOnAction(action -> {
            if (!showing && getValue() != null) {
                chosen.accept(getValue());
            }
        });
    }

    /** A choice the owner is looking at is not changed under their eyes. */
    void show(T value) {
        if (!isShowing() && !Objects.equals(getValue(), value)) {
            showing = true;
            setValue(value);
            showing = false;
        }
    }

    private static final class Words<T> extends StringConverter<T> {
        private final Function<T, String> words;

        Words(Function<T, String> words) {
            this.words = words;
        }

        @Override
        public String toString(@Nullable T value) {
            return value == null ? "" : words.apply(value);
        }

        @Override
        public T fromString(String text) {
            throw new UnsupportedOperationException(text);
        }
    }
}
