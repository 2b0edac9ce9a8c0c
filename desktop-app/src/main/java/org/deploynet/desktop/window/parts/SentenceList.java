package org.deploynet.desktop.window.parts;

import java.util.List;
import javafx.scene.layout.VBox;

/** Sentences, one below the other, each with an id of its own; drawn anew only when they are others. JavaFX thread only. */
public final class SentenceList extends VBox {
    private final String idPrefix;
    private final String[] styles;
    private List<String> shown = List.of();

    /** {@code styles} are those of each sentence. */
    public SentenceList(String idPrefix, String... styles) {
        this.idPrefix = idPrefix;
        this.styles = styles.clone();
        getStyleClass().add("advice");
    }

    public void show(List<String> sentences) {
        if (sentences.equals(shown)) {
            return;
        }
        shown = List.copyOf(sentences);
        getChildren().clear();
        for (String words : shown) {
            var sentence = new Paragraph(words, styles);
            sentence.setId(idPrefix + getChildren().size());
            getChildren().add(sentence);
        }
    }
}
