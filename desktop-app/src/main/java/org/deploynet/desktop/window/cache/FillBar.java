package org.deploynet.desktop.window.cache;

import java.util.List;
import java.util.Locale;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.CacheFigures;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.StretchBar;

/** The cache against its quota as one bar, and below it what each stretch stands for. JavaFX thread only. */
final class FillBar extends VBox {
    private final StretchBar bar = new StretchBar();
    private final FlowPane legend = new FlowPane();
    private CacheFigures.Fill shown = new CacheFigures.Fill(List.of(), "");

    FillBar() {
        getStyleClass().add("fill");
        setId("fill");
        legend.getStyleClass().add("fill-legend");
        bar.setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        getChildren().addAll(bar, legend);
    }

    void show(CacheFigures.Fill fill) {
        if (fill.equals(shown)) {
            return;
        }
        shown = fill;
        bar.setAccessibleText(fill.spoken());
        bar.show(fill.parts().stream()
                .map(part -> new StretchBar.Stretch(part.fraction(), style(part)))
                .toList());
        legend.getChildren().setAll(fill.parts().stream().map(FillBar::entry).toList());
    }

    private static Region entry(CacheFigures.Part part) {
        var swatch = new Region();
        swatch.getStyleClass().addAll("fill-swatch", style(part));
        return Parts.row("fill-entry", swatch, Parts.label(part.words(), "caption"));
    }

    private static String style(CacheFigures.Part part) {
        return "fill-" + part.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
