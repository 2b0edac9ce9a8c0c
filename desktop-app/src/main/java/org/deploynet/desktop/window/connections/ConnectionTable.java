package org.deploynet.desktop.window.connections;

import javafx.scene.control.TableColumn;
import org.deploynet.desktop.view.ConnectionLines.Line;
import org.deploynet.desktop.window.parts.LineTable;
import org.deploynet.desktop.window.parts.WordsCell;
import org.deploynet.i18n.Texts;

/** A row a browser. JavaFX thread only. */
final class ConnectionTable extends LineTable<Line> {
    private static final double LEAST = 88;
    /** What a rate needs in any language. */
    private static final double RATE = 118;

    private static final double SIZE = 108;
    private static final double NOTE = 110;

    ConnectionTable(Texts texts) {
        super("connections", "desktop.connections.column.", texts, Line::id);
        setAccessibleText(texts.get("desktop.screen.connections"));
        getStyleClass().add("connections");
        // The site's column has what the others leave.
        TableColumn<Row<Line>, String> site = add("site", Line::site);
        site.setMinWidth(LEAST);
        site.setCellFactory(column -> new WordsCell<>());
        fix(add("since", Line::since), LEAST);
        fix(add("rate", Line::rate), RATE);
        fix(add("sent", Line::sent), SIZE);
        fix(add("wants", Line::wants), LEAST);
        TableColumn<Row<Line>, String> note = add("note", Line::note);
        note.setCellFactory(column -> new WordsCell<>());
        fix(note, NOTE);
    }

    private static void fix(TableColumn<Row<Line>, ?> column, double width) {
        column.setMinWidth(width);
        column.setMaxWidth(width);
    }
}
