package org.deploynet.desktop.window.network;

import java.util.List;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;

/** What the class was since when, the latest first. JavaFX thread only. */
final class HistoryCard extends VBox {
    private final VBox lines = Parts.column("advice");
    private List<String> shown = List.of();

    HistoryCard(Texts texts) {
        getStyleClass().addAll("card", "form-card");
        setId("network-history");
        getChildren().addAll(Parts.label(texts.get("desktop.network.history"), "section-title"), lines);
    }

    void show(List<String> history) {
        if (history.equals(shown)) {
            return;
        }
        shown = history;
        lines.getChildren().clear();
        for (String words : history) {
            var line = new Paragraph(words);
            line.setId("history-" + lines.getChildren().size());
            lines.getChildren().add(line);
        }
    }
}
