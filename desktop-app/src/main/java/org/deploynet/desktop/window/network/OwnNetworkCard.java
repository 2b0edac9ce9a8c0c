package org.deploynet.desktop.window.network;

import javafx.scene.control.CheckBox;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;

/** Whether browsers on the local network are served over it. JavaFX thread only. */
final class OwnNetworkCard extends VBox {
    private final CheckBox served = new CheckBox();

    OwnNetworkCard(Texts texts, Telling telling) {
        getStyleClass().addAll("card", "form-card");
        Paragraph refusal = Telling.refusal();
        String reason = texts.get("desktop.own-network.note");
        served.setId("own-network");
        served.setText(texts.get("desktop.own-network.serve"));
        served.setAccessibleHelp(reason);
        served.setMinWidth(USE_PREF_SIZE);
        served.setOnAction(pressed -> {
            boolean on = served.isSelected();
            telling.tell(engine -> engine.ownNetwork(on), refusal);
        });
        var note = new Paragraph(reason, "caption");
        note.getStyleClass().add("choice-note");
        getChildren()
                .addAll(
                        Parts.label(texts.get("desktop.own-network.title"), "section-title"),
                        Parts.column("choice", served, note),
                        refusal);
    }

    void show(boolean on) {
        served.setSelected(on);
    }
}
