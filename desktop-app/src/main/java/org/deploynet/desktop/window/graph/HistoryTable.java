package org.deploynet.desktop.window.graph;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.deploynet.desktop.view.CurveWords;
import org.deploynet.desktop.view.UploadCurve;
import org.deploynet.i18n.Texts;

/** The same as the graph in rows, newest first. JavaFX thread only. */
final class HistoryTable extends TableView<HistoryTable.Row> {
    /** One step in words. */
    record Row(String time, String rate, String shared, String credits) {}

    private final CurveWords words;

    HistoryTable(Texts texts, CurveWords words) {
        this.words = words;
        getStyleClass().addAll("history-table", "dense");
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        getColumns()
                .addAll(List.of(
                        column(texts.get("desktop.chart.column.time"), Row::time),
                        column(texts.get("desktop.chart.column.rate"), Row::rate),
                        column(texts.get("desktop.chart.column.shared"), Row::shared),
                        column(texts.get("desktop.chart.column.credits"), Row::credits)));
    }

    private static TableColumn<Row, String> column(String title, Function<Row, String> value) {
        var column = new TableColumn<Row, String>(title);
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(value.apply(row.getValue())));
        column.setSortable(false);
        column.setReorderable(false);
        return column;
    }

    void show(UploadCurve curve) {
        setAccessibleText(words.spoken(curve));
        List<Row> rows = curve.steps().reversed().stream()
                .map(step ->
                        new Row(words.time(curve, step), words.rate(step), words.shared(step), words.credits(step)))
                .toList();
        if (!rows.equals(getItems())) {
            getItems().setAll(rows);
        }
    }
}
