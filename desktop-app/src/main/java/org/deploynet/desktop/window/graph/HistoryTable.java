package org.deploynet.desktop.window.graph;

import java.util.List;
import javafx.scene.layout.StackPane;
import org.deploynet.desktop.view.CurveWords;
import org.deploynet.desktop.view.UploadCurve;
import org.deploynet.desktop.window.parts.WordsTable;
import org.deploynet.i18n.Texts;

/** The same as the graph in rows, newest first. JavaFX thread only. */
final class HistoryTable extends StackPane {
    /** One step in words. */
    record Row(String time, String rate, String shared, String credits) {}

    private final CurveWords words;
    private final WordsTable<Row> table;

    HistoryTable(Texts texts, CurveWords words) {
        this.words = words;
        this.table = new WordsTable<>(
                "history-table",
                List.of(
                        WordsTable.words(texts.get("desktop.chart.column.time"), Row::time),
                        WordsTable.words(texts.get("desktop.chart.column.rate"), Row::rate),
                        WordsTable.words(texts.get("desktop.chart.column.shared"), Row::shared),
                        WordsTable.words(texts.get("desktop.chart.column.credits"), Row::credits)));
        getChildren().add(table);
    }

    void show(UploadCurve curve) {
        table.setAccessibleText(words.spoken(curve));
        table.show(curve.steps().reversed().stream()
                .map(step ->
                        new Row(words.time(curve, step), words.rate(step), words.shared(step), words.credits(step)))
                .toList());
    }
}
