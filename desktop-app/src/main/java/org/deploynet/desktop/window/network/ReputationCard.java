package org.deploynet.desktop.window.network;

import java.util.Optional;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.ReputationFigures;
import org.deploynet.desktop.window.parts.FactRows;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.SentenceList;
import org.deploynet.i18n.Texts;

/** What the network makes of this super-peer, part by part. JavaFX thread only. */
final class ReputationCard extends VBox {
    private static final double LABEL_WIDTH = 130;

    private final Paragraph headline = new Paragraph("");
    private final SentenceList notes = new SentenceList("reputation-note-", "caption");
    private final FactRows rows = new FactRows("reputation", LABEL_WIDTH, LABEL_WIDTH);
    private final Paragraph word = new Paragraph("", "caption");
    private Optional<ReputationFigures> shown = Optional.empty();

    ReputationCard(Texts texts) {
        setId("network-reputation");
        getStyleClass().addAll("card", "form-card");
        headline.setId("reputation-score");
        word.setId("reputation-word");
        getChildren()
                .addAll(
                        Parts.label(texts.get("desktop.network.reputation"), "section-title"),
                        headline,
                        notes,
                        rows,
                        word);
        Parts.show(this, false);
    }

    /** Nothing is shown before the network has said something. */
    void show(Optional<ReputationFigures> figures) {
        if (figures.equals(shown)) {
            return;
        }
        shown = figures;
        Parts.show(this, figures.isPresent());
        figures.ifPresent(this::fill);
    }

    private void fill(ReputationFigures figures) {
        headline.setText(figures.headline());
        notes.show(figures.notes());
        word.setText(figures.word());
        rows.show(figures.rows());
    }
}
