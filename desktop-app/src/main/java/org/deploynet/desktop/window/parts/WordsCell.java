package org.deploynet.desktop.window.parts;

import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/**
 * A table's cell of words, which may be cut: its tooltip has all of them. JavaFX thread only.
 *
 * @param <R> a row
 * @param <T> what it has in the cell, whose words are its {@code toString}
 */
public final class WordsCell<R, T> extends TableCell<R, T> {
    private final Tooltip whole = new Tooltip();

    @Override
    protected void updateItem(@Nullable T item, boolean empty) {
        super.updateItem(item, empty);
        @Nullable String words = item == null ? null : item.toString();
        setText(words);
        whole.setText(words);
        setTooltip(empty ? null : whole);
    }
}
