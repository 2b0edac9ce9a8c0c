package org.deploynet.desktop.window.limits;

import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.control.sharing.SharingLevel;
import org.deploynet.control.sharing.SharingRules;
import org.deploynet.control.sharing.WeekPlan;
import org.deploynet.desktop.view.WeekWords;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;

/** What may be shared in each half hour of the week, to be painted. JavaFX thread only. */
final class WeekCard extends VBox {
    private static final KeyCombination UNDO = new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN);

    private final Texts texts;
    private final Telling telling;
    private final WeekGrid grid;
    private final WeekHand hand;
    private final Button undo = new Button();
    private final Button reset = new Button();
    private final Paragraph refusal = Telling.refusal();
    private WeekPlan plan = WeekPlan.ALWAYS_FULL;
    private Optional<Change> last = Optional.empty();

    /** What was painted here last, so that it can be taken back. */
    private record Change(WeekPlan before, WeekPlan after) {}

    WeekCard(Texts texts, WeekWords words, Telling telling) {
        this.texts = texts;
        this.telling = telling;
        grid = new WeekGrid(words);
        hand = new WeekHand(grid, words.days(), this::send);
        getStyleClass().addAll("card", "form-card");
        prepare();
        grid.addEventHandler(KeyEvent.KEY_PRESSED, key -> {
            if (UNDO.match(key)) {
                takeBack();
                key.consume();
            }
        });
        var hint = new Paragraph(texts.get("desktop.limits.week.hint"), "caption");
        var sign = Parts.label(texts.get("desktop.limits.week.now"), "caption");
        sign.setMinWidth(USE_PREF_SIZE);
        var now = new Region();
        now.getStyleClass().add("week-now-sign");
        getChildren()
                .addAll(
                        Parts.row(
                                "form-head",
                                Parts.label(texts.get("desktop.limits.week"), "section-title"),
                                Parts.spring(),
                                undo,
                                reset,
                                brushes()),
                        grid,
                        Parts.row("fill-entry", now, sign, hint),
                        refusal);
    }

    private void prepare() {
        undo.setId("week-undo");
        undo.setText(texts.get("desktop.limits.week.undo"));
        undo.setGraphic(Parts.icon(Feather.ROTATE_CCW));
        undo.setOnAction(pressed -> takeBack());
        reset.setId("week-reset");
        reset.setText(texts.get("desktop.limits.week.reset"));
        reset.setOnAction(pressed -> send(WeekPlan.ALWAYS_FULL));
        for (Button button : new Button[] {undo, reset}) {
            button.getStyleClass().add("flat");
            button.setMinWidth(USE_PREF_SIZE);
        }
        arrange();
    }

    private HBox brushes() {
        var brushes = Parts.row("segments");
        var group = new ToggleGroup();
        for (SharingLevel level : SharingLevel.values()) {
            String name = texts.get(level.textKey());
            var swatch = new Region();
            swatch.getStyleClass().addAll("week-cell", "week-swatch");
            WeekCell.wear(swatch, level);
            var brush = new ToggleButton(name, swatch);
            brush.setId("brush-" + level.name().toLowerCase(Locale.ROOT));
            brush.setMinWidth(USE_PREF_SIZE);
            brush.setToggleGroup(group);
            brush.setAccessibleHelp(texts.get("desktop.limits.week.brush", name));
            brush.setOnAction(pressed -> {
                brush.setSelected(true);
                hand.take(level);
            });
            brush.setSelected(level == SharingLevel.LIMITED);
            brushes.getChildren().add(brush);
        }
        brushes.getChildren().getFirst().getStyleClass().add("left-pill");
        brushes.getChildren().getLast().getStyleClass().add("right-pill");
        brushes.getChildren().get(1).getStyleClass().add("center-pill");
        return brushes;
    }

    void show(WeekPlan set, ZonedDateTime now) {
        plan = set;
        hand.show(set);
        grid.mark(now);
        arrange();
    }

    private void send(WeekPlan next) {
        last = Optional.of(new Change(plan, next));
        plan = next;
        hand.show(next);
        arrange();
        telling.tell(engine -> engine.rules(RulesChange.NOTHING.with(SharingRules.WEEK, next)), refusal);
    }

    private void takeBack() {
        last.filter(change -> change.after().equals(plan)).ifPresent(change -> send(change.before()));
    }

    // What somebody else changed since then is not for this screen to take back.
    private void arrange() {
        undo.setDisable(last.filter(change -> change.after().equals(plan)).isEmpty());
        reset.setDisable(plan.isAlwaysFull());
    }
}
