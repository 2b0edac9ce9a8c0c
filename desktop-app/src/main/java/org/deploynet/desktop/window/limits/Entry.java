package org.deploynet.desktop.window.limits;

import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;

/** The two buttons of a card with fields: they can be pressed while something is written that is not set. JavaFX thread only. */
final class Entry extends HBox {
    private final List<TypedField<?>> fields;
    private final Button apply = new Button();
    private final Button undo = new Button();

    /** {@code id} begins the ids of the buttons; {@code send} runs when all that is written counts. */
    Entry(String id, Texts texts, Runnable send, TypedField<?>... fields) {
        this.fields = List.of(fields);
        getStyleClass().add("form-buttons");
        apply.setId(String.join("-", id, "apply"));
        apply.setText(texts.get("desktop.cache.limits.apply"));
        apply.getStyleClass().add("accent");
        apply.setOnAction(pressed -> send(send));
        undo.setId(String.join("-", id, "undo"));
        undo.setText(texts.get("desktop.close.cancel"));
        undo.setOnAction(pressed -> reset());
        for (Button button : List.of(apply, undo)) {
            button.setMinWidth(USE_PREF_SIZE);
            getChildren().add(button);
        }
        this.fields.forEach(field -> field.on(this::arrange, () -> send(send), this::reset));
        arrange();
    }

    private void send(Runnable send) {
        if (isReady()) {
            send.run();
        }
    }

    private void reset() {
        fields.forEach(TypedField::reset);
    }

    private boolean isReady() {
        return fields.stream().anyMatch(TypedField::isChanged)
                && fields.stream().noneMatch(TypedField::isWrong);
    }

    // Out of sight while there is nothing to apply: most of the time the card only tells.
    private void arrange() {
        boolean changed = fields.stream().anyMatch(TypedField::isChanged);
        Parts.show(this, changed);
        apply.setDisable(!isReady());
    }
}
