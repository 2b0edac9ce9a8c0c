package org.deploynet.desktop.window.sites;

import java.util.List;
import javafx.scene.control.TableColumn;
import org.deploynet.desktop.view.SitesFigures.Line;
import org.deploynet.desktop.window.parts.LineTable;
import org.deploynet.desktop.window.parts.WordsCell;
import org.deploynet.i18n.Texts;

/** A row a site. JavaFX thread only. */
final class SiteTable extends LineTable<Line> {
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

    SiteTable(Texts texts) {
        super("sites", "desktop.sites.column.", texts, Line::site);
        setAccessibleText(texts.get("desktop.screen.sites"));
        getStyleClass().add("dense");
        setFixedCellSize(ROW);
        words(add("site", Line::name), NAME);
        fix(add("kept", Line::kept), SIZE);
        fix(add("shared", Line::shared), SIZE);
        fix(add("credits", Line::credits), CREDITS);
        fix(add("last", Line::last), TIME);
        words(add("state", Line::state), STATE);
        getColumns().forEach(SiteTable::cut);
        // By keys alone, too: an arrow only moves on from a row.
        focusedProperty().subscribe(focused -> {
            if (focused && chosen().isEmpty() && !getItems().isEmpty()) {
                getSelectionModel().selectFirst();
            }
        });
    }

    private static <T> void cut(TableColumn<Row<Line>, T> column) {
        column.setCellFactory(any -> new WordsCell<>());
    }

    private static void words(TableColumn<Row<Line>, String> column, double least) {
        column.setMinWidth(least);
        column.setPrefWidth(2 * least);
    }

    private static void fix(TableColumn<Row<Line>, ?> column, double width) {
        column.setMinWidth(width);
        column.setPrefWidth(width * WIDER);
        column.setMaxWidth(width * WIDER);
    }

    @Override
    public void show(List<Line> lines) {
        super.show(lines);
        double height = HEAD + ROW * Math.clamp(lines.size(), LEAST_ROWS, MOST_ROWS);
        setPrefHeight(height);
        setMinHeight(height);
    }
}
