package org.deploynet.desktop.window.cache;

import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.CacheFigures;
import org.deploynet.desktop.window.parts.FigureEntry;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;

/** What is kept, what it was good for, what came and went. JavaFX thread only. */
final class FillCard extends VBox {
    private final FigureEntry used;
    private final FigureEntry answered;
    private final FigureEntry stored;
    private final FigureEntry evicted;
    private final FillBar bar = new FillBar();
    private final Paragraph disk = new Paragraph("", "caption");

    FillCard(Texts texts) {
        getStyleClass().addAll("card", "fill-card");
        used = new FigureEntry("cache-used", texts.get("desktop.cache.used"));
        answered = new FigureEntry("cache-answered", texts.get("desktop.cache.answered"));
        stored = new FigureEntry("cache-stored", texts.get("desktop.cache.stored"));
        evicted = new FigureEntry("cache-evicted", texts.get("desktop.cache.evicted"));
        getChildren().addAll(Parts.columns("figure-strip", used, answered, stored, evicted), bar, disk);
    }

    void show(CacheFigures figures) {
        used.show(figures.used().figure(), figures.used().note());
        answered.show(figures.answered().figure(), figures.answered().note());
        stored.show(figures.stored().figure(), figures.stored().note());
        evicted.show(figures.evicted().figure(), figures.evicted().note());
        bar.show(figures.fill());
        disk.setText(figures.disk());
    }
}
