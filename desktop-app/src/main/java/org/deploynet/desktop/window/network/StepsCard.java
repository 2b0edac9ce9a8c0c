package org.deploynet.desktop.window.network;

import java.util.List;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.SentenceList;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;

/** What to do on this router, one after the other, to be read here or copied for where it is done. JavaFX thread only. */
final class StepsCard extends VBox {
    private final Texts texts;
    private final SentenceList steps = new SentenceList("step-");
    private final Button copy = new Button();
    private List<String> shown = List.of();

    StepsCard(Texts texts) {
        this.texts = texts;
        getStyleClass().addAll("card", "form-card");
        setId("network-steps");
        copy.setId("steps-copy");
        copy.setGraphic(Parts.icon(Feather.COPY));
        copy.setOnAction(pressed -> copy());
        getChildren()
                .addAll(
                        Parts.label(texts.get("desktop.network.steps"), "section-title"),
                        steps,
                        Parts.row("form-buttons", copy));
    }

    private void copy() {
        Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, String.join("\n", shown)));
        copy.setText(texts.get("desktop.network.copied"));
    }

    /** Hides itself where there are none. */
    void show(List<String> now) {
        if (!now.equals(shown) || copy.getText().isEmpty()) {
            shown = List.copyOf(now);
            steps.show(shown);
            copy.setText(texts.get("desktop.network.copy"));
        }
        Parts.show(this, !shown.isEmpty());
    }
}
