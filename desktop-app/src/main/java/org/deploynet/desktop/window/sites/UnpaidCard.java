package org.deploynet.desktop.window.sites;

import javafx.scene.control.CheckBox;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;

/** Whether visits that pay nothing are served. JavaFX thread only. */
final class UnpaidCard extends VBox {
    private final CheckBox served = new CheckBox();

    UnpaidCard(Texts texts, Telling telling) {
        getStyleClass().addAll("card", "form-card");
        Paragraph refusal = Telling.refusal();
        String reason = texts.get("desktop.sites.unpaid.note");
        served.setId("serve-unpaid");
        served.setText(texts.get("desktop.sites.unpaid.serve"));
        served.setAccessibleHelp(reason);
        served.setMinWidth(USE_PREF_SIZE);
        served.setOnAction(pressed -> {
            boolean on = served.isSelected();
            telling.tell(engine -> engine.serveUnpaid(on), refusal);
        });
        var note = new Paragraph(reason, "caption");
        note.getStyleClass().add("choice-note");
        getChildren().addAll(Parts.column("choice", served, note), refusal);
    }

    void show(boolean on) {
        served.setSelected(on);
    }
}
