package org.deploynet.desktop.window.cache;

import java.util.Optional;
import java.util.function.ToLongFunction;
import javafx.css.PseudoClass;
import javafx.geometry.NodeOrientation;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.CacheFigures.Limits;
import org.deploynet.desktop.view.LimitFields;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;

/** How much the cache may take and how much of the disk stays free, as fields that are checked while one types. JavaFX thread only. */
final class LimitsCard extends VBox {
    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

    private final Texts texts;
    private final Telling telling;
    private final TextField quota = field("cache-quota");
    private final TextField floor = field("cache-floor");
    private final Paragraph wrong = Telling.refusal();
    private final Button apply = new Button();
    private final Button undo = new Button();
    private Optional<Limits> set = Optional.empty();

    LimitsCard(Texts texts, Telling telling) {
        this.texts = texts;
        this.telling = telling;
        getStyleClass().addAll("card", "form-card");
        apply.setText(texts.get("desktop.cache.limits.apply"));
        apply.setId("cache-limits-apply");
        apply.getStyleClass().add("accent");
        apply.setOnAction(pressed -> apply());
        undo.setText(texts.get("desktop.close.cancel"));
        undo.setOnAction(pressed -> reset());
        getChildren()
                .addAll(
                        Parts.label(texts.get("desktop.cache.limits"), "section-title"),
                        Parts.columns("form-row", labelled("quota", quota), labelled("floor", floor)),
                        wrong,
                        Parts.row("form-buttons", apply, undo));
        for (TextField field : new TextField[] {quota, floor}) {
            field.textProperty().subscribe(text -> check());
            field.setOnAction(entered -> apply());
            field.setOnKeyPressed(key -> {
                if (key.getCode() == KeyCode.ESCAPE) {
                    reset();
                }
            });
        }
    }

    // Sizes are typed in Latin letters in every language.
    private static TextField field(String id) {
        var field = new TextField();
        field.setId(id);
        field.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        field.setPrefColumnCount(8);
        return field;
    }

    private VBox labelled(String key, TextField field) {
        Label label = Parts.label(texts.get("desktop.cache.limits." + key), "caption");
        label.setLabelFor(field);
        field.setAccessibleText(label.getText());
        return Parts.column("form-field", label, field);
    }

    void show(Limits limits) {
        boolean untouched = !isChanged();
        boolean news = !set.equals(Optional.of(limits));
        set = Optional.of(limits);
        // What somebody is typing is not taken away.
        if (untouched && news) {
            reset();
        }
        check();
    }

    private void reset() {
        set.ifPresent(limits -> {
            quota.setText(LimitFields.text(limits.quotaBytes()));
            floor.setText(LimitFields.text(limits.freeFloorBytes()));
        });
        check();
    }

    private boolean isChanged() {
        return set.filter(limits -> !quota.getText().equals(LimitFields.text(limits.quotaBytes()))
                        || !floor.getText().equals(LimitFields.text(limits.freeFloorBytes())))
                .isPresent();
    }

    private void check() {
        Optional<LimitFields.Wrong> mistake =
                isChanged() && written() instanceof LimitFields.Wrong found ? Optional.of(found) : Optional.empty();
        quota.pseudoClassStateChanged(
                DANGER, mistake.filter(LimitFields.Wrong::isQuota).isPresent());
        floor.pseudoClassStateChanged(
                DANGER, mistake.filter(found -> !found.isQuota()).isPresent());
        Parts.show(wrong, mistake.isPresent());
        mistake.ifPresent(found -> wrong.setText(found.why()));
        apply.setDisable(!isChanged() || mistake.isPresent());
        undo.setDisable(!isChanged());
    }

    private LimitFields written() {
        return LimitFields.of(quota.getText(), floor.getText(), texts);
    }

    private void apply() {
        if (isChanged() && written() instanceof LimitFields.Sizes(long quotaBytes, long freeFloorBytes)) {
            // Only what was changed: a floor that follows the disk's size shall go on doing so.
            Optional<Long> newQuota = Optional.of(quotaBytes).filter(bytes -> isNew(bytes, Limits::quotaBytes));
            Optional<Long> newFloor = Optional.of(freeFloorBytes).filter(bytes -> isNew(bytes, Limits::freeFloorBytes));
            if (newQuota.isPresent() || newFloor.isPresent()) {
                telling.tell(engine -> engine.bounds(newQuota, newFloor), wrong);
            }
        }
    }

    private boolean isNew(long bytes, ToLongFunction<Limits> which) {
        return set.filter(limits -> which.applyAsLong(limits) == bytes).isEmpty();
    }
}
