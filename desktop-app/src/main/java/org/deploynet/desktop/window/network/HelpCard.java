package org.deploynet.desktop.window.network;

import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.NetworkFigures;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.SentenceList;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;

/** What would let more browsers in, what it is worth, and another test. JavaFX thread only. */
final class HelpCard extends VBox {
    private final SentenceList advice = new SentenceList("advice-");
    private final Paragraph refusal = Telling.refusal();
    private final Paragraph share = new Paragraph("", "caption");
    private final Button test = new Button();
    private final Paragraph nothing;

    HelpCard(Texts texts, Telling telling) {
        getStyleClass().addAll("card", "form-card");
        nothing = new Paragraph(texts.get("desktop.network.nothing"));
        nothing.setId("network-nothing");
        share.setId("network-share");
        test.setId("network-test");
        test.setText(texts.get("desktop.network.test"));
        test.setGraphic(Parts.icon(Feather.REFRESH_CW));
        test.setOnAction(pressed -> telling.tell(engine -> engine.testNetwork(), refusal));
        getChildren()
                .addAll(
                        Parts.label(texts.get("desktop.network.help"), "section-title"),
                        nothing,
                        advice,
                        share,
                        new Paragraph(texts.get("desktop.network.earnings"), "caption"),
                        refusal,
                        Parts.row("form-buttons", test));
    }

    void show(NetworkFigures figures) {
        Parts.show(nothing, figures.advice().isEmpty());
        Parts.show(advice, !figures.advice().isEmpty());
        share.setText(figures.share());
        test.setDisable(figures.testing());
        advice.show(figures.advice());
    }
}
