package org.deploynet.desktop.window.parts;

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
import org.deploynet.i18n.Texts;

/**
 * A table whose rows stay the same while their figures change, and with them what is selected and sorted. JavaFX thread only.
 *
 * @param <L> what a row says: an immutable value with an id
 */
public class LineTable<L> extends TableView<LineTable.Row<L>> {
    private final Texts texts;
    private final String area;
    private final String columns;
    private final Function<L, String> id;
    private final ObservableList<Row<L>> rows = FXCollections.observableArrayList(row -> new Observable[] {row.line});

    /**
     * One line, as it was last told of.
     *
     * @param <L> of the table
     */
    public static final class Row<L> {
        private final ReadOnlyObjectWrapper<L> line;

        private Row(L line) {
            this.line = new ReadOnlyObjectWrapper<>(line);
        }

        public L line() {
            return line.get();
        }
    }

    /**
     * @param area names the table and its columns
     * @param columns what the keys of the columns' names begin with
     */
    protected LineTable(String area, String columns, Texts texts, Function<L, String> id) {
        this.texts = texts;
        this.area = area;
        this.columns = columns;
        this.id = id;
        setId(area);
        setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        var sorted = new SortedList<>(rows);
        sorted.comparatorProperty().bind(comparatorProperty());
        setItems(sorted);
    }

    /** A further column. */
    protected final <T> TableColumn<Row<L>, T> add(String key, Function<L, T> value) {
        var column = new TableColumn<Row<L>, T>(texts.get(columns + key));
        column.setId(area + "-" + key);
        column.setCellValueFactory(cell ->
                Bindings.createObjectBinding(() -> value.apply(cell.getValue().line()), cell.getValue().line));
        column.setReorderable(false);
        getColumns().add(column);
        return column;
    }

    public void show(List<L> lines) {
        Map<String, Row<L>> known = rows.stream().collect(Collectors.toMap(row -> id.apply(row.line()), row -> row));
        List<Row<L>> next = lines.stream()
                .map(line -> known.getOrDefault(id.apply(line), new Row<>(line)))
                .toList();
        if (!next.equals(rows)) {
            Optional<Row<L>> chosen = chosenRow();
            rows.setAll(next);
            chosen.filter(next::contains).ifPresent(row -> getSelectionModel().select(row));
        }
        for (int i = 0; i < next.size(); i++) {
            // An equal line would make a thousand cells look again.
            if (!next.get(i).line().equals(lines.get(i))) {
                next.get(i).line.set(lines.get(i));
            }
        }
    }

    public final Optional<L> chosen() {
        return chosenRow().map(Row::line);
    }

    private Optional<Row<L>> chosenRow() {
        return Optional.ofNullable(getSelectionModel().getSelectedItem());
    }
}
