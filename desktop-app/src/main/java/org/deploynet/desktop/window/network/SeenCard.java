package org.deploynet.desktop.window.network;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.NetworkFigures.Seen;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;

/** What the latest test saw, a row each. JavaFX thread only. */
final class SeenCard extends VBox {
    private static final double LABEL_WIDTH = 130;

    private final GridPane rows = new GridPane();
    private List<Seen> shown = List.of();

    SeenCard(Texts texts) {
        getStyleClass().addAll("card", "form-card");
        rows.getStyleClass().add("seen-rows");
        var labels = new ColumnConstraints();
        labels.setMinWidth(LABEL_WIDTH);
        var words = new ColumnConstraints();
        words.setHgrow(Priority.ALWAYS);
        rows.getColumnConstraints().addAll(labels, words);
        getChildren().addAll(Parts.label(texts.get("desktop.network.seen"), "section-title"), rows);
    }

    void show(List<Seen> seen) {
        if (seen.equals(shown)) {
            return;
        }
        shown = seen;
        rows.getChildren().clear();
        for (int row = 0; row < seen.size(); row++) {
            Seen one = seen.get(row);
            var label = Parts.label(one.label(), "caption");
            GridPane.setValignment(label, VPos.TOP);
            var words = new Paragraph(one.words());
            words.setId("seen-" + row);
            label.setLabelFor(words);
            rows.addRow(row, label, words);
        }
    }
}
