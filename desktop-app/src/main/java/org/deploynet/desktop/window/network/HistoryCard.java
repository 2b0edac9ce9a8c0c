package org.deploynet.desktop.window.network;

import java.util.List;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.SentenceList;
import org.deploynet.i18n.Texts;

/** What the class was since when, the latest first. JavaFX thread only. */
final class HistoryCard extends VBox {
    private final SentenceList changes = new SentenceList("history-");

    HistoryCard(Texts texts) {
        getStyleClass().addAll("card", "form-card");
        setId("network-history");
        getChildren().addAll(Parts.label(texts.get("desktop.network.history"), "section-title"), changes);
    }

    void show(List<String> history) {
        changes.show(history);
    }
}
