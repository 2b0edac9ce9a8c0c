package org.deploynet.desktop.window.overview;

import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.OverviewFigures;
import org.deploynet.desktop.window.parts.FigureLabel;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;

/** A title, a figure, and what there is to say of it. JavaFX thread only. */
final class FigureCard extends VBox {
    private final FigureLabel figure = new FigureLabel();
    private final Paragraph note = new Paragraph("", "caption");
    private final Paragraph more = new Paragraph("", "caption");

    /** {@code beside} stands beside the title. */
    FigureCard(String id, String title, Node... beside) {
        setId(id);
        getStyleClass().add("card");
        setMinWidth(0);
        var head = Parts.row("card-head", Parts.label(title, "card-title"));
        head.getChildren().addAll(beside);
        getChildren().addAll(head, figure, note, more);
    }

    /** Between the figure and its notes. */
    void insert(Node node) {
        getChildren().add(getChildren().indexOf(figure) + 1, node);
    }

    void show(OverviewFigures.Card card) {
        figure.show(card.figure());
        note.setText(card.note());
        more.setText(card.more());
        Parts.show(note, !card.note().isEmpty());
        Parts.show(more, !card.more().isEmpty());
    }
}
