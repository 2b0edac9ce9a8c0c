package org.deploynet.desktop.window.network;

import java.util.List;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.Fact;
import org.deploynet.desktop.window.parts.FactRows;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;

/** What the latest test saw, a row each. JavaFX thread only. */
final class SeenCard extends VBox {
    private static final double LABEL_WIDTH = 130;

    private final FactRows rows = new FactRows("seen", LABEL_WIDTH);

    SeenCard(Texts texts) {
        getStyleClass().addAll("card", "form-card");
        getChildren().addAll(Parts.label(texts.get("desktop.network.seen"), "section-title"), rows);
    }

    void show(List<Fact> seen) {
        rows.show(seen);
    }
}
