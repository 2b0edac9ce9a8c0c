package org.deploynet.desktop.window.parts;

import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.deploynet.desktop.view.Fact;

/** Facts below one another, names before what they are. JavaFX thread only. */
public final class FactRows extends GridPane {
    private final String id;
    private List<Fact> shown = List.of();

    /** With figures beside the words. */
    public FactRows(String id, double labelWidth, double besideWidth) {
        this(id, labelWidth);
        var beside = new ColumnConstraints();
        beside.setMinWidth(besideWidth);
        getColumnConstraints().add(beside);
    }

    /** @param id a row's words are {@code id-0} and so on */
    public FactRows(String id, double labelWidth) {
        this.id = id;
        getStyleClass().add("fact-rows");
        var labels = new ColumnConstraints();
        labels.setMinWidth(labelWidth);
        var words = new ColumnConstraints();
        words.setHgrow(Priority.ALWAYS);
        getColumnConstraints().addAll(labels, words);
    }

    public void show(List<Fact> facts) {
        if (facts.equals(shown)) {
            return;
        }
        shown = facts;
        getChildren().clear();
        for (int row = 0; row < facts.size(); row++) {
            Fact one = facts.get(row);
            Label label = caption(one.label());
            var words = new Paragraph(one.words());
            words.setId(id + "-" + row);
            label.setLabelFor(words);
            addRow(row, label, words);
            if (!one.beside().isEmpty()) {
                add(caption(one.beside()), 2, row);
            }
        }
    }

    private static Label caption(String text) {
        Label label = Parts.label(text, "caption");
        GridPane.setValignment(label, VPos.TOP);
        return label;
    }
}
