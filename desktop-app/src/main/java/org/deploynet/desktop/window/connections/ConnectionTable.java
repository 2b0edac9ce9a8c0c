package org.deploynet.desktop.window.connections;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.deploynet.desktop.view.ConnectionLines.Line;
import org.deploynet.desktop.window.parts.WordsCell;
import org.deploynet.i18n.Texts;

/** A row a browser. A row stays the same while its figures change, and with it what is selected and sorted. JavaFX thread only. */
final class ConnectionTable extends TableView<ConnectionTable.Row> {
    private static final double LEAST = 88;
    /** What a rate needs in any language. */
    private static final double RATE = 118;

    private static final double SIZE = 108;
    private static final double NOTE = 110;

    private final ObservableList<Row> rows = FXCollections.observableArrayList(row -> new Observable[] {row.line});

    /** One browser, as it was last told of. */
    static final class Row {
        private final ReadOnlyObjectWrapper<Line> line;

        Row(Line line) {
            this.line = new ReadOnlyObjectWrapper<>(line);
        }

        Line line() {
            return line.get();
        }
    }

    ConnectionTable(Texts texts) {
        getStyleClass().add("connections");
        setId("connections");
        setAccessibleText(texts.get("desktop.screen.connections"));
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        // The site's column has what the others leave.
        TableColumn<Row, String> site = add(texts, "site", Line::site);
        site.setMinWidth(LEAST);
        site.setCellFactory(column -> new WordsCell<>());
        fix(add(texts, "since", Line::since), LEAST);
        fix(add(texts, "rate", Line::rate), RATE);
        fix(add(texts, "sent", Line::sent), SIZE);
        fix(add(texts, "wants", Line::wants), LEAST);
        TableColumn<Row, String> note = add(texts, "note", Line::note);
        note.setCellFactory(column -> new WordsCell<>());
        fix(note, NOTE);
        var sorted = new SortedList<>(rows);
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
    }

    private <T> TableColumn<Row, T> add(Texts texts, String key, Function<Line, T> value) {
        var column = new TableColumn<Row, T>(texts.get("desktop.connections.column." + key));
        column.setId("connections-" + key);
        column.setCellValueFactory(cell ->
                Bindings.createObjectBinding(() -> value.apply(cell.getValue().line()), cell.getValue().line));
        column.setReorderable(false);
        getColumns().add(column);
        return column;
    }

    private static void fix(TableColumn<Row, ?> column, double width) {
        column.setMinWidth(width);
        column.setMaxWidth(width);
    }

    void show(List<Line> lines) {
        Map<String, Row> known =
                rows.stream().collect(Collectors.toMap(row -> row.line().id(), row -> row));
        List<Row> next = lines.stream()
                .map(line -> known.getOrDefault(line.id(), new Row(line)))
                .toList();
        if (!next.equals(rows)) {
            Optional<Row> chosen = chosen();
            rows.setAll(next);
            chosen.filter(next::contains).ifPresent(row -> getSelectionModel().select(row));
        }
        for (int i = 0; i < next.size(); i++) {
            next.get(i).line.set(lines.get(i));
        }
    }

    Optional<Row> chosen() {
        return Optional.ofNullable(getSelectionModel().getSelectedItem());
    }
}
