package org.deploynet.desktop.window.parts;

import java.util.List;
import javafx.scene.Group;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.Image;
import javafx.scene.paint.Color;
import javafx.scene.shape.Circle;
import javafx.scene.shape.SVGPath;
import javafx.scene.shape.Shape;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.transform.Scale;

/** The product's sign, drawn as icons/deploynet.svg has it. JavaFX thread only. */
public final class BrandMark extends Group {
    private static final double DRAWN_AT = 64;
    private static final List<String> RING = List.of(
            "M41.4 12.2a22 22 0 0 1 12.5 21.7", "M44.4 50.2a22 22 0 0 1-24.8 0", "M10.1 33.9a22 22 0 0 1 12.5-21.7");
    private static final List<String> SPOKES = List.of("M32 15.5v8", "M46.3 40.3l-7-4", "M17.7 40.3l7-4");

    public BrandMark(double size) {
        // Keeps the drawing's edges, so that the sign is not scaled to its ink.
        var canvas = new SVGPath();
        canvas.setContent("M0 0h64v64h-64z");
        canvas.setFill(Color.TRANSPARENT);
        var drawing = new Group(canvas);
        RING.forEach(path -> drawing.getChildren().add(stroke(path, 4, 1)));
        SPOKES.forEach(path -> drawing.getChildren().add(stroke(path, 2.5, 0.55)));
        drawing.getChildren().addAll(dot(32, 32, 8.5), dot(32, 10, 5.5), dot(51.05, 43, 5.5), dot(12.95, 43, 5.5));
        drawing.getTransforms().add(new Scale(size / DRAWN_AT, size / DRAWN_AT));
        // Around it a group whose bounds are those of the scaled drawing.
        getChildren().add(drawing);
    }

    /** The sign as a picture, for the window's frame. */
    public static Image picture(int size) {
        var parameters = new SnapshotParameters();
        parameters.setFill(Color.TRANSPARENT);
        return new Group(new BrandMark(size)).snapshot(parameters, null);
    }

    private static Shape stroke(String path, double width, double opacity) {
        var shape = new SVGPath();
        shape.setContent(path);
        shape.setFill(null);
        shape.getStyleClass().add("brand-stroke");
        shape.setStroke(Color.web("#0f9d74"));
        shape.setStrokeWidth(width);
        shape.setStrokeLineCap(StrokeLineCap.ROUND);
        shape.setOpacity(opacity);
        return shape;
    }

    private static Shape dot(double x, double y, double radius) {
        var dot = new Circle(x, y, radius, Color.web("#0f9d74"));
        dot.getStyleClass().add("brand-fill");
        return dot;
    }
}
