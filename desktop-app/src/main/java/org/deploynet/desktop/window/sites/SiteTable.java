package org.deploynet.desktop.window.sites;

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
import org.deploynet.desktop.view.SitesFigures.Line;
import org.deploynet.desktop.window.parts.WordsCell;
import org.deploynet.i18n.Texts;

/** A row a site. A row stays the same while its figures change, and with it what is selected and sorted. JavaFX thread only. */
final class SiteTable extends TableView<SiteTable.Row> {
    private static final double ROW = 30;
    private static final double HEAD = 36;
    private static final int LEAST_ROWS = 3;
    private static final int MOST_ROWS = 9;
    private static final double NAME = 110;
    /** What a size needs in most languages; where there is room it is as wide as in all. */
    private static final double SIZE = 94;

    private static final double CREDITS = 76;
    private static final double TIME = 106;
    private static final double WIDER = 1.3;
    private static final double STATE = 90;

    private final ObservableList<Row> rows = FXCollections.observableArrayList(row -> new Observable[] {row.line});

    /** One site, as it was last told of. */
    static final class Row {
        private final ReadOnlyObjectWrapper<Line> line;

        Row(Line line) {
            this.line = new ReadOnlyObjectWrapper<>(line);
        }

        Line line() {
            return line.get();
        }
    }

    SiteTable(Texts texts) {
        setId("sites");
        getStyleClass().add("dense");
        setAccessibleText(texts.get("desktop.screen.sites"));
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        setFixedCellSize(ROW);
        words(add(texts, "site", Line::name), NAME);
        fix(add(texts, "kept", Line::kept), SIZE);
        fix(add(texts, "shared", Line::shared), SIZE);
        fix(add(texts, "credits", Line::credits), CREDITS);
        fix(add(texts, "last", Line::last), TIME);
        words(add(texts, "state", Line::state), STATE);
        var sorted = new SortedList<>(rows);
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
        // By keys alone, too: an arrow only moves on from a row.
        focusedProperty().subscribe(focused -> {
            if (focused && chosen().isEmpty() && !rows.isEmpty()) {
                getSelectionModel().selectFirst();
            }
        });
    }

    private <T> TableColumn<Row, T> add(Texts texts, String key, Function<Line, T> value) {
        var column = new TableColumn<Row, T>(texts.get("desktop.sites.column." + key));
        column.setId("sites-" + key);
        column.setCellValueFactory(cell ->
                Bindings.createObjectBinding(() -> value.apply(cell.getValue().line()), cell.getValue().line));
        column.setCellFactory(any -> new WordsCell<>());
        column.setReorderable(false);
        getColumns().add(column);
        return column;
    }

    private static void words(TableColumn<Row, String> column, double least) {
        column.setMinWidth(least);
        column.setPrefWidth(2 * least);
    }

    private static void fix(TableColumn<Row, ?> column, double width) {
        column.setMinWidth(width);
        column.setPrefWidth(width * WIDER);
        column.setMaxWidth(width * WIDER);
    }

    void show(List<Line> lines) {
        Map<String, Row> known =
                rows.stream().collect(Collectors.toMap(row -> row.line().site(), row -> row));
        List<Row> next = lines.stream()
                .map(line -> known.getOrDefault(line.site(), new Row(line)))
                .toList();
        if (!next.equals(rows)) {
            Optional<Row> chosen = chosen();
            rows.setAll(next);
            chosen.filter(next::contains).ifPresent(row -> getSelectionModel().select(row));
        }
        for (int i = 0; i < next.size(); i++) {
            if (!next.get(i).line().equals(lines.get(i))) {
                next.get(i).line.set(lines.get(i));
            }
        }
        double height = HEAD + ROW * Math.clamp(lines.size(), LEAST_ROWS, MOST_ROWS);
        setPrefHeight(height);
        setMinHeight(height);
    }

    Optional<Row> chosen() {
        return Optional.ofNullable(getSelectionModel().getSelectedItem());
    }
}
