package org.deploynet.desktop.window.parts;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.controlsfx.control.PopOver;
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
        var over = new PopOver(Parts.column("popover-text", words));
        over.setArrowLocation(PopOver.ArrowLocation.TOP_CENTER);
        over.setAnimated(false);
        over.setDetachable(false);
        words.setNodeOrientation(getEffectiveNodeOrientation());
        over.show(this);
    }
}
