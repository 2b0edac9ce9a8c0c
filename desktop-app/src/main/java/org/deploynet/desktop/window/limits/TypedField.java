package org.deploynet.desktop.window.limits;

import atlantafx.base.controls.CustomTextField;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.NodeOrientation;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.Typed;
import org.deploynet.desktop.view.Typing;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;

/**
 * A field that is checked while one types: beside what is written stands the same in another unit, below it why it cannot count.
 * News of the value that is set never take away what somebody is typing. JavaFX thread only.
 */
final class TypedField<T> extends VBox {
    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

    private final Typing<T> typing;
    private final CustomTextField field = new CustomTextField();
    private final Label beside = Parts.label("", "field-beside");
    private final Paragraph wrong = new Paragraph("", "field-wrong");
    private Optional<T> set = Optional.empty();
    private Runnable onTyped = () -> {};
    private Runnable onApply = () -> {};
    private Runnable onReset = () -> {};

    TypedField(String id, String title, Typing<T> typing) {
        this.typing = typing;
        getStyleClass().add("form-field");
        Label label = Parts.label(title, "caption");
        label.setLabelFor(field);
        field.setId(id);
        field.setAccessibleText(title);
        // Rates and sizes are typed in Latin letters in every language.
        field.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        field.setRight(beside);
        field.setPrefColumnCount(8);
        beside.setMinWidth(USE_PREF_SIZE);
        wrong.setId(String.join("-", id, "wrong"));
        Parts.show(wrong, false);
        field.textProperty().subscribe(text -> typed());
        field.setOnAction(entered -> onApply.run());
        field.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.ESCAPE) {
                onReset.run();
            }
        });
        getChildren().addAll(label, field, wrong);
    }

    void on(Runnable typed, Runnable apply, Runnable undo) {
        onTyped = typed;
        onApply = apply;
        onReset = undo;
    }

    void show(T value) {
        boolean untouched = !isChanged();
        boolean news = !set.equals(Optional.of(value));
        set = Optional.of(value);
        // Also when what was written has become what is set: then it is shown as all others are.
        if (news && (untouched || !isChanged())) {
            reset();
        }
        typed();
    }

    /** What is set stands in it again. */
    void reset() {
        set.ifPresent(value -> field.setText(typing.write(value)));
    }

    /** Whether something stands in it that is not what is set. */
    boolean isChanged() {
        return set.filter(value -> !(read() instanceof Typed.Counts<T> counts
                        && counts.value().equals(value)))
                .isPresent();
    }

    boolean isWrong() {
        return isChanged() && read() instanceof Typed.Wrong<T>;
    }

    /** What was written and counts, if it is not what is set. */
    Optional<T> change() {
        return isChanged() && read() instanceof Typed.Counts<T> counts ? Optional.of(counts.value()) : Optional.empty();
    }

    private Typed<T> read() {
        return typing.read(field.getText());
    }

    private void typed() {
        switch (read()) {
            case Typed.Counts<T> counts -> {
                beside.setText(counts.beside());
                Parts.show(wrong, false);
            }
            case Typed.Wrong<T> mistake -> {
                beside.setText("");
                wrong.setText(mistake.why());
                Parts.show(wrong, set.isPresent());
            }
        }
        field.setAccessibleHelp(wrong.isVisible() ? wrong.text() : beside.getText());
        field.pseudoClassStateChanged(DANGER, wrong.isVisible());
        onTyped.run();
    }
}
