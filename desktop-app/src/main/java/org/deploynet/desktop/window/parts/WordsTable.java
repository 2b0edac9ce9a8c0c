package org.deploynet.desktop.window.parts;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/**
 * Rows of words in an order of their own; what does not fit into a cell is in its tooltip. JavaFX thread only.
 *
 * @param <R> a row
 */
public final class WordsTable<R> extends TableView<R> {
    private static final double FIGURE = 104;
    private static final double WORDS = 190;

    /** A column's head, and what a row has in it; one of figures is as wide as they need. */
    public record Column<R>(String title, Function<R, String> words, boolean isFigure) {}

    public static <R> Column<R> words(String title, Function<R, String> words) {
        return new Column<>(title, words, false);
    }

    public static <R> Column<R> figure(String title, Function<R, String> words) {
        return new Column<>(title, words, true);
    }

    public WordsTable(String id, List<Column<R>> columns) {
        setId(id);
        getStyleClass().add("dense");
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        columns.forEach(column -> getColumns().add(made(column)));
    }

    private TableColumn<R, String> made(Column<R> of) {
        var column = new TableColumn<R, String>(of.title());
        column.setCellValueFactory(row -> new ReadOnlyStringWrapper(of.words().apply(row.getValue())));
        column.setCellFactory(any -> new WordsCell<>());
        if (of.isFigure()) {
            column.setMinWidth(FIGURE);
            column.setMaxWidth(FIGURE);
        } else {
            column.setPrefWidth(WORDS);
        }
        column.setSortable(false);
        column.setReorderable(false);
        return column;
    }

    /** What is selected stays so while the rows are the same. */
    public void show(List<R> rows) {
        if (!rows.equals(getItems())) {
            getItems().setAll(rows);
        }
    }
}
