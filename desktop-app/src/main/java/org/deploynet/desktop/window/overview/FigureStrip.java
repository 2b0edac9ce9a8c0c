package org.deploynet.desktop.window.overview;

import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.Figure;
import org.deploynet.desktop.view.OverviewFigures;
import org.deploynet.desktop.window.parts.FigureEntry;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;

/** Bandwidth shared now, today and in total, and the browsers it goes to. JavaFX thread only. */
final class FigureStrip extends VBox {
    private final FigureEntry now;
    private final FigureEntry browsers;
    private final FigureEntry today;
    private final FigureEntry total;

    FigureStrip(Texts texts) {
        now = new FigureEntry("figure-now", texts.get("desktop.overview.now"));
        today = new FigureEntry("figure-today", texts.get("desktop.overview.today"));
        total = new FigureEntry("figure-total", texts.get("desktop.overview.total"));
        browsers = new FigureEntry("figure-browsers", texts.get("desktop.overview.browsers"));
        getChildren().add(Parts.columns("figure-strip", now, browsers, today, total));
    }

    void show(OverviewFigures figures) {
        now.show(figures.now(), figures.nowInBits());
        browsers.show(
                new Figure(figures.browsers().number(), ""), figures.browsers().unit());
        today.show(figures.today(), "");
        total.show(figures.total(), "");
    }
}
