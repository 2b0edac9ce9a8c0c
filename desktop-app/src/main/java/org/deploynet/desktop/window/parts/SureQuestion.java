package org.deploynet.desktop.window.parts;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.deploynet.i18n.Texts;

/**
 * Asks before something is done that cannot be taken back, and says what that means. Not there until it asks. JavaFX thread only.
 *
 * @param <T> what is asked about
 */
public final class SureQuestion<T> extends VBox {
    private final Consumer<T> answer;
    private final Paragraph words = new Paragraph("");
    private final Button yes = new Button();
    private final Button no = new Button();
    private Optional<T> asked = Optional.empty();

    /**
     * @param id its words are {@code id-question}, its buttons {@code id-yes} and {@code id-no}
     * @param answer is told what was said yes to
     * @param between stands between the words and the buttons
     */
    public SureQuestion(String id, Texts texts, Consumer<T> answer, Node... between) {
        this.answer = answer;
        getStyleClass().add("form-card");
        words.setId(String.join("-", id, "question"));
        yes.setId(String.join("-", id, "yes"));
        yes.setMinWidth(USE_PREF_SIZE);
        yes.getStyleClass().add("danger");
        yes.setOnAction(pressed -> answered());
        no.setId(String.join("-", id, "no"));
        no.setText(texts.get("desktop.close.cancel"));
        no.setMinWidth(USE_PREF_SIZE);
        no.setOnAction(pressed -> forget());
        setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.ESCAPE) {
                forget();
            }
        });
        getChildren().add(words);
        getChildren().addAll(between);
        getChildren().add(Parts.row("form-buttons", yes, no));
        forget();
    }

    /** @param sure what the button says that means yes */
    public void ask(T what, String question, String sure) {
        asked = Optional.of(what);
        words.setText(question);
        yes.setText(sure);
        Parts.show(this, true);
        // Whoever presses the key once too often has not said yes.
        no.requestFocus();
    }

    public void forget() {
        asked = Optional.empty();
        Parts.show(this, false);
    }

    private void answered() {
        Optional<T> now = asked;
        forget();
        now.ifPresent(answer);
    }
}
