package org.deploynet.desktop.window.graph;

import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.shape.Circle;
import javafx.scene.shape.Line;
import org.deploynet.desktop.view.CurveWords;
import org.deploynet.desktop.view.UploadCurve;
import org.deploynet.desktop.window.parts.Parts;

/** The line that reads one value of the curve. JavaFX thread only. */
final class ChartCursor extends Group {
    private static final double RADIUS = 4;
    private static final double GAP = 10;

    private final Line line = new Line();
    private final Circle dot = new Circle(RADIUS);
    private final Label bubble = Parts.label("", "chart-bubble");
    private int step = -1;

    ChartCursor() {
        line.getStyleClass().add("cursor-line");
        dot.getStyleClass().add("cursor-dot");
        setMouseTransparent(true);
        setAutoSizeChildren(false);
        getChildren().addAll(line, dot, bubble);
        setVisible(false);
    }

    boolean isShown() {
        return step >= 0;
    }

    void at(int chosen) {
        step = chosen;
    }

    /** Where one key press leads: from nowhere to the newest step. */
    int moved(int by, int steps) {
        return isShown() ? Math.clamp(step + by, 0, Math.max(0, steps - 1)) : steps - 1;
    }

    /** A curve with fewer steps may have lost the one that was read. */
    void forget(UploadCurve curve) {
        if (step >= curve.steps().size()) {
            step = -1;
        }
    }

    void layOut(UploadCurve curve, CurveWords words, double width, double top, double bottom) {
        setVisible(isShown());
        if (!isShown()) {
            return;
        }
        UploadCurve.Step read = curve.steps().get(step);
        double x = Math.floor(read.middle() * width) + 0.5;
        double y = bottom - curve.scale().height(read.bytesPerSecond()) * (bottom - top);
        line.setStartX(x);
        line.setEndX(x);
        line.setStartY(top);
        line.setEndY(bottom);
        dot.setCenterX(x);
        dot.setCenterY(y);
        bubble.setText(words.point(curve, read));
        bubble.applyCss();
        bubble.resize(bubble.prefWidth(-1), bubble.prefHeight(-1));
        boolean fitsRight = x + GAP + bubble.getWidth() <= width;
        bubble.relocate(fitsRight ? x + GAP : x - GAP - bubble.getWidth(), top);
    }
}
