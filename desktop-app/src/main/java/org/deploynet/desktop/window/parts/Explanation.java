package org.deploynet.desktop.window.parts;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;

/** A small button that explains what stands beside it. JavaFX thread only. */
public final class Explanation extends Button {
    private static final double WIDTH = 340;

    public Explanation(String what, String text) {
        getStyleClass().addAll("flat", "button-icon", "explanation");
        setGraphic(Parts.icon(Feather.INFO));
        setAccessibleText(what);
        setAccessibleHelp(text);
        setTooltip(new Tooltip(what));
        setOnAction(pressed -> open(text));
    }

    private void open(String text) {
        var words = new Paragraph(text).wide(WIDTH);
        words.setNodeOrientation(getEffectiveNodeOrientation());
        Bubble.show(words, this);
    }
}
