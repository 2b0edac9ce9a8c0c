package org.deploynet.desktop.window.parts;

import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/**
 * A table's cell of words, which may be cut: its tooltip has all of them. JavaFX thread only.
 *
 * @param <R> a row
 */
public final class WordsCell<R> extends TableCell<R, String> {
    private final Tooltip whole = new Tooltip();

    @Override
    protected void updateItem(@Nullable String words, boolean empty) {
        super.updateItem(words, empty);
        setText(words);
        whole.setText(words);
        setTooltip(empty ? null : whole);
    }
}
