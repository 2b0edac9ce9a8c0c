package org.deploynet.desktop.window.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.CacheFigures;
import org.deploynet.desktop.window.parts.Parts;

/** The cache against its quota as one bar, and below it what each stretch stands for. JavaFX thread only. */
final class FillBar extends VBox {
    private final Stretches bar = new Stretches();
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
        bar.show(fill.parts());
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

    /** Regions side by side, each as wide as its fraction. */
    private static final class Stretches extends Region {
        /** Below that nobody would see that there is anything. */
        private static final double LEAST = 3;

        private List<Double> fractions = List.of();

        Stretches() {
            getStyleClass().add("fill-bar");
        }

        void show(List<CacheFigures.Part> parts) {
            fractions = parts.stream().map(CacheFigures.Part::fraction).toList();
            getChildren().setAll(parts.stream().map(Stretches::stretch).toList());
        }

        private static Region stretch(CacheFigures.Part part) {
            var stretch = new Region();
            stretch.getStyleClass().addAll("fill-stretch", style(part));
            return stretch;
        }

        @Override
        protected void layoutChildren() {
            double left = snappedLeftInset();
            double whole = getWidth() - left - snappedRightInset();
            double height = getHeight() - snappedTopInset() - snappedBottomInset();
            var widths = new ArrayList<>(fractions.stream()
                    .map(each -> Math.max(LEAST, each * whole))
                    .toList());
            double scale = whole
                    / Math.max(1, widths.stream().mapToDouble(each -> each).sum());
            double x = left;
            for (int i = 0; i < widths.size(); i++) {
                double end = snapPositionX(x + widths.get(i) * scale);
                getChildren().get(i).resizeRelocate(x, snappedTopInset(), end - x, height);
                x = end;
            }
        }
    }
}
