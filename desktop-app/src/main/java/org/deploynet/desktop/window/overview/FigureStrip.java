package org.deploynet.desktop.window.overview;

import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.Figure;
import org.deploynet.desktop.view.OverviewFigures;
import org.deploynet.desktop.window.parts.FigureLabel;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;

/** Bandwidth shared now, today and in total, and the browsers it goes to. JavaFX thread only. */
final class FigureStrip extends GridPane {
    private static final int COLUMNS = 4;

    private final Entry now;
    private final Entry browsers;
    private final Entry today;
    private final Entry total;

    FigureStrip(Texts texts) {
        getStyleClass().add("figure-strip");
        for (int i = 0; i < COLUMNS; i++) {
            var column = new ColumnConstraints();
            column.setPercentWidth(100.0 / COLUMNS);
            getColumnConstraints().add(column);
        }
        now = new Entry(texts.get("desktop.overview.now"), "figure-now");
        today = new Entry(texts.get("desktop.overview.today"), "figure-today");
        total = new Entry(texts.get("desktop.overview.total"), "figure-total");
        browsers = new Entry(texts.get("desktop.overview.browsers"), "figure-browsers");
        addRow(0, now, browsers, today, total);
    }

    void show(OverviewFigures figures) {
        now.show(figures.now(), figures.nowInBits());
        browsers.show(
                new Figure(figures.browsers().number(), ""), figures.browsers().unit());
        today.show(figures.today(), "");
        total.show(figures.total(), "");
    }

    private static final class Entry extends VBox {
        private final FigureLabel figure = new FigureLabel();
        private final Label note = Parts.label("", "caption");

        Entry(String title, String id) {
            getStyleClass().add("figure-entry");
            figure.setId(id);
            getChildren().addAll(Parts.label(title, "card-title"), figure, note);
        }

        void show(Figure value, String more) {
            figure.show(value);
            note.setText(more);
        }
    }
}
