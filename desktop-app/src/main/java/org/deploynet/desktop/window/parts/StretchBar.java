package org.deploynet.desktop.window.parts;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.Region;

/** Regions side by side, each as wide as its fraction of the bar. JavaFX thread only. */
public final class StretchBar extends Region {
    /** Below that nobody would see that there is anything. */
    private static final double LEAST = 3;

    private List<Stretch> stretches = List.of();

    /** A part of the bar between 0 and 1, and its style class. */
    public record Stretch(double fraction, String style) {}

    public StretchBar() {
        getStyleClass().add("fill-bar");
    }

    public void show(List<Stretch> shown) {
        if (!shown.equals(stretches)) {
            stretches = List.copyOf(shown);
            getChildren().setAll(stretches.stream().map(StretchBar::region).toList());
        }
    }

    private static Region region(Stretch stretch) {
        var region = new Region();
        region.getStyleClass().addAll("fill-stretch", stretch.style());
        return region;
    }

    @Override
    protected void layoutChildren() {
        double left = snappedLeftInset();
        double whole = getWidth() - left - snappedRightInset();
        double height = getHeight() - snappedTopInset() - snappedBottomInset();
        var widths = new ArrayList<>(stretches.stream()
                .map(each -> Math.max(LEAST, each.fraction() * whole))
                .toList());
        double scale =
                whole / Math.max(1, widths.stream().mapToDouble(each -> each).sum());
        double x = left;
        for (int i = 0; i < widths.size(); i++) {
            double end = snapPositionX(x + widths.get(i) * scale);
            getChildren().get(i).resizeRelocate(x, snappedTopInset(), end - x, height);
            x = end;
        }
    }
}
