package org.deploynet.desktop.window.network;

import java.util.List;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.window.parts.Paragraph;

/** Sentences, one below the other, each with an id of its own; drawn anew only when they are others. JavaFX thread only. */
final class SentenceList extends VBox {
    private final String idPrefix;
    private List<String> shown = List.of();

    SentenceList(String idPrefix) {
        this.idPrefix = idPrefix;
        getStyleClass().add("advice");
    }

    void show(List<String> sentences) {
        if (sentences.equals(shown)) {
            return;
        }
        shown = List.copyOf(sentences);
        getChildren().clear();
        for (String words : shown) {
            var sentence = new Paragraph(words);
            sentence.setId(idPrefix + getChildren().size());
            getChildren().add(sentence);
        }
    }
}
