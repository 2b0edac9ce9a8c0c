package org.deploynet.desktop.window.parts;

import javafx.css.PseudoClass;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import org.deploynet.desktop.view.Figure;

/** A large number with its unit in small, below it where a wide font leaves no room beside. JavaFX thread only. */
public final class FigureLabel extends FlowPane {
    /** A figure in words is set smaller than one in digits. */
    private static final PseudoClass WORDS = PseudoClass.getPseudoClass("words");

    private final Label number = Parts.label("", "figure-number");
    private final Label unit = Parts.label("", "figure-unit");

    public FigureLabel() {
        getStyleClass().add("figure");
        setRowValignment(VPos.BASELINE);
        number.setMinWidth(Region.USE_PREF_SIZE);
        setMinWidth(0);
        getChildren().addAll(number, unit);
    }

    public void show(Figure figure) {
        boolean isNumber =
                !figure.number().isEmpty() && Character.isDigit(figure.number().charAt(0));
        number.pseudoClassStateChanged(WORDS, !isNumber);
        number.setText(figure.number());
        unit.setText(figure.unit());
        setAccessibleText(figure.text());
    }
}
