package org.deploynet.desktop.window.graph;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.NodeOrientation;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.Line;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import org.deploynet.desktop.view.CurveWords;
import org.deploynet.desktop.view.UploadCurve;
import org.deploynet.desktop.window.parts.Parts;
import org.jspecify.annotations.Nullable;

/**
 * The curve of what was uploaded, with its limit. Time runs from left to right in every language. The mouse or the arrow keys
 * read single values. JavaFX thread only.
 */
final class UploadChart extends Region {
    private static final double BOTTOM = 20;
    private static final double TOP = 8;
    private static final double LABEL_GAP = 8;

    private final CurveWords words;
    private final Path area = new Path();
    private final Path line = new Path();
    private final Line limit = new Line();
    private final ChartCursor cursor = new ChartCursor();
    private final Group axes = new Group();
    private final List<RateLine> rates = new ArrayList<>();
    private final List<TimeLabel> times = new ArrayList<>();
    private @Nullable UploadCurve curve;
    /** Room for the rates at the right. */
    private double right;

    /** A line across the plot, with what it stands for. */
    private record RateLine(long bytesPerSecond, Line line, Label label) {
        RateLine(long bytesPerSecond, String text) {
            this(bytesPerSecond, new Line(), Parts.label(text, "axis-label"));
            line.getStyleClass().add(bytesPerSecond == 0 ? "base-line" : "grid-line");
        }
    }

    private record TimeLabel(Instant at, Label label) {
        TimeLabel(Instant at, String text) {
            this(at, Parts.label(text, "axis-label"));
        }
    }

    UploadChart(CurveWords words) {
        this.words = words;
        getStyleClass().add("upload-chart");
        setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setFocusTraversable(true);
        area.getStyleClass().add("curve-area");
        line.getStyleClass().add("curve-line");
        limit.getStyleClass().add("limit-line");
        axes.setAutoSizeChildren(false);
        getChildren().addAll(axes, area, limit, line, cursor);
        // This region places them itself; their bounds shall not call for another layout.
        getChildren().forEach(child -> child.setManaged(false));
        setOnMouseMoved(moved -> read(nearest(moved.getX())));
        setOnMouseExited(gone -> read(-1));
        setOnKeyPressed(this::step);
        focusedProperty().subscribe(focused -> {
            if (!focused) {
                read(-1);
            }
        });
    }

    void show(UploadCurve shown) {
        curve = shown;
        setAccessibleText(words.spoken(shown));
        cursor.forget(shown);
        labelAxes(shown);
        requestLayout();
    }

    /** Points on the drawn curve; what a test may look at. */
    int points() {
        return curve == null ? 0 : curve.steps().size();
    }

    private int nearest(double x) {
        return curve == null ? -1 : curve.nearest(x / plotWidth());
    }

    private void step(KeyEvent key) {
        int by = switch (key.getCode()) {
            case LEFT -> -1;
            case RIGHT -> 1;
            default -> 0;
        };
        if (by != 0 && curve != null) {
            read(cursor.moved(by, curve.steps().size()));
            key.consume();
        }
    }

    private void read(int step) {
        if (curve == null) {
            return;
        }
        cursor.at(step);
        setAccessibleText(cursor.isShown() ? words.point(curve, curve.steps().get(step)) : words.spoken(curve));
        notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        if (curve == null || getHeight() <= TOP + BOTTOM) {
            return;
        }
        layOutRates(curve);
        layOutTimes(curve);
        draw(curve);
        limit.setVisible(curve.scale().limitIsShown());
        place(limit, y(curve, curve.limit().isUnlimited() ? 0 : curve.limit().bytesPerSecond()));
        cursor.layOut(curve, words, plotWidth(), TOP, plotBottom());
    }

    // Not while laying out: a change of children would call for the next layout, without end.
    private void labelAxes(UploadCurve shown) {
        rates.clear();
        times.clear();
        shown.scale().lines().forEach(rate -> rates.add(new RateLine(rate, words.axisRate(rate))));
        words.ticks(shown).forEach(at -> times.add(new TimeLabel(at, words.tick(shown, at))));
        axes.getChildren().clear();
        rates.forEach(rate -> axes.getChildren().addAll(rate.line(), rate.label()));
        times.forEach(time -> axes.getChildren().add(time.label()));
    }

    private void layOutRates(UploadCurve shown) {
        rates.forEach(rate -> size(rate.label()));
        right = LABEL_GAP
                + rates.stream()
                        .mapToDouble(rate -> rate.label().getWidth())
                        .max()
                        .orElse(0);
        for (RateLine rate : rates) {
            double y = y(shown, rate.bytesPerSecond());
            place(rate.line(), y);
            rate.label().relocate(plotWidth() + LABEL_GAP, y - rate.label().getHeight() / 2);
        }
    }

    private void layOutTimes(UploadCurve shown) {
        double free = 0;
        for (TimeLabel time : times) {
            Label label = time.label();
            size(label);
            double x = shown.place(time.at()) * plotWidth() - label.getWidth() / 2;
            boolean fits = x >= free && x + label.getWidth() <= plotWidth();
            label.setVisible(fits);
            label.relocate(x, plotBottom() + LABEL_GAP / 2);
            free = fits ? x + label.getWidth() + 2 * LABEL_GAP : free;
        }
    }

    private static void size(Label label) {
        label.applyCss();
        label.resize(label.prefWidth(-1), label.prefHeight(-1));
    }

    private void draw(UploadCurve shown) {
        line.getElements().clear();
        area.getElements().clear();
        if (shown.steps().isEmpty()) {
            return;
        }
        area.getElements().add(new MoveTo(0, plotBottom()));
        line.getElements().add(new MoveTo(0, y(shown, shown.steps().getFirst().bytesPerSecond())));
        area.getElements().add(new LineTo(0, y(shown, shown.steps().getFirst().bytesPerSecond())));
        for (UploadCurve.Step step : shown.steps()) {
            double x = step.middle() * plotWidth();
            line.getElements().add(new LineTo(x, y(shown, step.bytesPerSecond())));
            area.getElements().add(new LineTo(x, y(shown, step.bytesPerSecond())));
        }
        double last = y(shown, shown.steps().getLast().bytesPerSecond());
        line.getElements().add(new LineTo(plotWidth(), last));
        area.getElements()
                .addAll(new LineTo(plotWidth(), last), new LineTo(plotWidth(), plotBottom()), new ClosePath());
    }

    private void place(Line across, double y) {
        // On half a pixel, so that a line of one pixel is sharp.
        double sharp = Math.floor(y) + 0.5;
        across.setStartX(0);
        across.setEndX(plotWidth());
        across.setStartY(sharp);
        across.setEndY(sharp);
    }

    private double y(UploadCurve shown, long rate) {
        return plotBottom() - shown.scale().height(rate) * (plotBottom() - TOP);
    }

    private double plotWidth() {
        return Math.max(1, getWidth() - right);
    }

    private double plotBottom() {
        return getHeight() - BOTTOM;
    }
}
