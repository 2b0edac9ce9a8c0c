package org.deploynet.desktop.window.parts;

import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.Figure;

/** A title, a figure and a note in one column of a card. JavaFX thread only. */
public final class FigureEntry extends VBox {
    private final FigureLabel figure = new FigureLabel();
    private final Paragraph note = new Paragraph("", "caption");

    /** {@code id} is the figure's. */
    public FigureEntry(String id, String title) {
        getStyleClass().add("figure-entry");
        figure.setId(id);
        getChildren().addAll(Parts.label(title, "card-title"), figure, note);
    }

    public void show(Figure value, String more) {
        figure.show(value);
        note.setText(more);
    }
}
