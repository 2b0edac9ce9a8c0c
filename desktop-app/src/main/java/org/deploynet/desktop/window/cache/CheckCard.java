package org.deploynet.desktop.window.cache;

import javafx.scene.control.Button;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.CacheFigures;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;

/** When all that is kept was last read and checked, and how far the check is that runs. JavaFX thread only. */
final class CheckCard extends VBox {
    private final Paragraph words = new Paragraph("", "check-words");
    private final ProgressBar progress = new ProgressBar();
    private final Paragraph refusal = Telling.refusal();
    private final Button start = new Button();
    private final Button slow = new Button();

    CheckCard(Texts texts, Telling telling) {
        getStyleClass().addAll("card", "form-card");
        words.setId("check-words");
        progress.setMaxWidth(Double.MAX_VALUE);
        start.setId("check-now");
        start.setText(texts.get("desktop.cache.check.start"));
        start.setGraphic(Parts.icon(Feather.SEARCH));
        start.setOnAction(pressed -> telling.tell(engine -> engine.scrub(true), refusal));
        slow.setId("check-stop");
        slow.setText(texts.get("desktop.cache.check.stop"));
        slow.setOnAction(pressed -> telling.tell(engine -> engine.scrub(false), refusal));
        getChildren()
                .addAll(
                        Parts.label(texts.get("desktop.cache.check"), "section-title"),
                        words,
                        progress,
                        refusal,
                        Parts.row("form-buttons", start, slow));
    }

    void show(CacheFigures.Check check) {
        words.setText(check.words());
        progress.setProgress(check.progress().orElse(0));
        progress.setAccessibleText(check.words());
        Parts.show(progress, check.progress().isPresent());
        Parts.show(start, !check.hurried());
        Parts.show(slow, check.hurried());
    }
}
