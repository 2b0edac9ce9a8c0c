package org.deploynet.desktop.window.cache;

import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.deploynet.desktop.view.Headline;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.StateBadge;

/** How the cache does in one sentence, and why. JavaFX thread only. */
final class CacheHeader extends HBox {
    private final StateBadge badge = new StateBadge();
    private final Paragraph sentence = new Paragraph("", "state-sentence");
    private final Paragraph reason = new Paragraph("", "state-reason");

    CacheHeader() {
        getStyleClass().add("state-header");
        sentence.setId("cache-sentence");
        reason.setId("cache-reason");
        var words = Parts.column("state-words", sentence, reason);
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().addAll(badge, words);
    }

    void show(Headline headline) {
        badge.show(headline.tone());
        sentence.setText(headline.sentence());
        reason.setText(headline.reason());
    }
}
