package org.deploynet.desktop.window.graph;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.controlsfx.control.SegmentedButton;
import org.deploynet.control.EngineSnapshot;
import org.deploynet.control.History;
import org.deploynet.control.UploadLimit;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.view.CurveWords;
import org.deploynet.desktop.view.UploadCurve;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.TableToggle;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The upload over four ranges of time, as a curve or as a table. JavaFX thread only. */
public final class UploadGraph extends VBox {
    private final Texts texts;
    private final CurveWords words;
    private final UploadChart chart;
    private final HistoryTable table;
    private final HistoryQuestions questions;
    private final Label limit = Parts.label("", "caption");
    private final Label waiting;
    private final TableToggle asTable;
    private final Map<History.Range, ToggleButton> ranges = new EnumMap<>(History.Range.class);
    private UploadLimit latestLimit = UploadLimit.UNLIMITED;
    private Instant latest = Instant.EPOCH;
    private Optional<History> shown = Optional.empty();

    public UploadGraph(EngineView engine, Texts texts, CurveWords words) {
        this.texts = texts;
        this.words = words;
        this.chart = new UploadChart(words);
        this.table = new HistoryTable(texts, words);
        this.questions = new HistoryQuestions(engine, this::take);
        this.asTable = new TableToggle("as-table", texts, Feather.ACTIVITY, this::refresh);
        this.waiting = Parts.label(texts.get("desktop.chart.waiting"), "caption");
        getStyleClass().add("upload-graph");
        var stack = new StackPane(chart, table, waiting);
        stack.getStyleClass().add("graph-stack");
        VBox.setVgrow(stack, Priority.ALWAYS);
        getChildren().addAll(head(), stack);
        refresh();
    }

    private Region head() {
        var swatch = new Region();
        swatch.getStyleClass().add("limit-swatch");
        var head = Parts.row(
                "graph-head",
                Parts.label(texts.get("desktop.chart.title"), "section-title"),
                swatch,
                limit,
                Parts.spring(),
                asTable,
                rangeButtons());
        swatch.visibleProperty().bind(limit.textProperty().isNotEmpty());
        limit.setMinWidth(0);
        limit.setId("graph-limit");
        return head;
    }

    private SegmentedButton rangeButtons() {
        for (History.Range range : History.Range.values()) {
            var button = new ToggleButton(words.range(range));
            button.getStyleClass().add("range-" + range.name().toLowerCase(java.util.Locale.ROOT));
            button.setAccessibleText(words.span(range));
            button.setTooltip(new Tooltip(words.span(range)));
            button.setSelected(range == questions.range());
            button.setOnAction(pressed -> choose(range));
            ranges.put(range, button);
        }
        var buttons = new SegmentedButton(ranges.values().toArray(ToggleButton[]::new));
        buttons.setAccessibleText(texts.get("desktop.chart.range"));
        return buttons;
    }

    private void choose(History.Range range) {
        // Pressing the chosen one again must not leave none chosen.
        ranges.forEach((each, button) -> button.setSelected(each == range));
        questions.choose(range);
        questions.take(latest);
    }

    /** A snapshot came: what is allowed now is the limit, and the history may be due. */
    public void show(EngineSnapshot snapshot) {
        UploadLimit allowed = snapshot.allowance().upload();
        boolean changed = !latestLimit.equals(allowed);
        latestLimit = allowed;
        latest = snapshot.at();
        questions.take(latest);
        if (changed) {
            refresh();
        }
    }

    private void take(History history) {
        shown = Optional.of(history);
        refresh();
    }

    private void refresh() {
        Parts.show(waiting, shown.isEmpty());
        Parts.show(chart, shown.isPresent() && !asTable.isSelected());
        Parts.show(table, shown.isPresent() && asTable.isSelected());
        shown.map(history -> UploadCurve.of(history, latestLimit)).ifPresent(curve -> {
            limit.setText(words.limit(curve));
            if (asTable.isSelected()) {
                table.show(curve);
            } else {
                chart.show(curve);
            }
        });
    }
}
