package org.deploynet.desktop.window.sites;

import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.SitesFigures.Line;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;

/** Asks, before something is deleted or blocked, and says what that means. JavaFX thread only. */
final class SiteQuestion extends VBox {
    private final Texts texts;
    private final Answer answer;
    private final Paragraph words = new Paragraph("");
    private final CheckBox keep = new CheckBox();
    private final Button yes = new Button();
    private final Button no = new Button();
    private Optional<Asked> asked = Optional.empty();

    /** What there is to be sure of. */
    enum What {
        BLOCK("desktop.sites.block.question", "desktop.sites.block.yes"),
        PURGE("desktop.sites.purge.question", "desktop.sites.purge.yes");

        private final String question;
        private final String yes;

        What(String question, String yes) {
            this.question = question;
            this.yes = yes;
        }
    }

    private record Asked(What what, String site) {}

    /** What was said yes to; {@code keep} is whether what is on the disk stays. */
    interface Answer {
        void yes(What what, String site, boolean keep);
    }

    SiteQuestion(Texts texts, Answer answer) {
        this.texts = texts;
        this.answer = answer;
        getStyleClass().add("form-card");
        words.setId("site-question");
        keep.setId("site-keep");
        keep.setText(texts.get("desktop.sites.block.keep"));
        keep.setMinWidth(USE_PREF_SIZE);
        yes.setId("site-yes");
        yes.setMinWidth(USE_PREF_SIZE);
        yes.getStyleClass().add("danger");
        yes.setOnAction(pressed -> answered());
        no.setId("site-no");
        no.setText(texts.get("desktop.close.cancel"));
        no.setMinWidth(USE_PREF_SIZE);
        no.setOnAction(pressed -> forget());
        setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.ESCAPE) {
                forget();
            }
        });
        getChildren().addAll(words, keep, Parts.row("form-buttons", yes, no));
        forget();
    }

    void ask(What what, Line line) {
        asked = Optional.of(new Asked(what, line.site()));
        words.setText(texts.get(what.question, line.name(), line.choices().keptWords()));
        yes.setText(texts.get(what.yes));
        keep.setSelected(false);
        Parts.show(keep, what == What.BLOCK && line.choices().purgeable());
        Parts.show(this, true);
        // Whoever presses the key once too often has not said yes.
        no.requestFocus();
    }

    void forget() {
        asked = Optional.empty();
        Parts.show(this, false);
    }

    private void answered() {
        Optional<Asked> now = asked;
        forget();
        now.ifPresent(sure -> answer.yes(sure.what(), sure.site(), keep.isSelected()));
    }
}
