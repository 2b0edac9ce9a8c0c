package org.deploynet.desktop.window.earnings;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.deploynet.control.words.CreditWords;
import org.deploynet.desktop.window.earnings.TransferCard.Gift;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;

/** Asks before credits are given away, and says what that means. JavaFX thread only. */
final class TransferQuestion extends VBox {
    private final Texts texts;
    private final Consumer<Gift> answer;
    private final Paragraph words = new Paragraph("");
    private final Button no = new Button();
    private Optional<Gift> asked = Optional.empty();

    /** @param answer is told what was said yes to */
    TransferQuestion(Texts texts, Consumer<Gift> answer) {
        this.texts = texts;
        this.answer = answer;
        getStyleClass().add("form-card");
        words.setId("transfer-question");
        var yes = new Button(texts.get("desktop.transfer.yes"));
        yes.setId("transfer-yes");
        yes.setMinWidth(USE_PREF_SIZE);
        yes.getStyleClass().add("danger");
        yes.setOnAction(pressed -> answered());
        no.setId("transfer-no");
        no.setText(texts.get("desktop.close.cancel"));
        no.setMinWidth(USE_PREF_SIZE);
        no.setOnAction(pressed -> forget());
        setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.ESCAPE) {
                forget();
            }
        });
        getChildren().addAll(words, Parts.row("form-buttons", yes, no));
        forget();
    }

    void ask(Gift gift) {
        asked = Optional.of(gift);
        words.setText(texts.get(
                "desktop.transfer.question",
                CreditWords.exact(gift.microcredits()),
                gift.target().name(),
                gift.target().site()));
        Parts.show(this, true);
        // Whoever presses the key once too often has not said yes.
        no.requestFocus();
    }

    void forget() {
        asked = Optional.empty();
        Parts.show(this, false);
    }

    private void answered() {
        Optional<Gift> now = asked;
        forget();
        now.ifPresent(answer);
    }
}
