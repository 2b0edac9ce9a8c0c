package org.deploynet.desktop.window.parts;

import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.deploynet.desktop.view.Headline;

/** What a screen is about in one sentence, and why it is so. JavaFX thread only. */
public final class ScreenHeader extends HBox {
    private final StateBadge badge = new StateBadge();
    private final Paragraph sentence = new Paragraph("", "state-sentence");
    private final Paragraph reason = new Paragraph("", "state-reason");

    /** {@code name} begins the ids of its words. */
    public ScreenHeader(String name) {
        getStyleClass().add("state-header");
        sentence.setId(String.join("-", name, "sentence"));
        reason.setId(String.join("-", name, "reason"));
        var words = Parts.column("state-words", sentence, reason);
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().addAll(badge, words);
    }

    public void show(Headline headline) {
        badge.show(headline.tone());
        sentence.setText(headline.sentence());
        reason.setText(headline.reason());
    }
}
