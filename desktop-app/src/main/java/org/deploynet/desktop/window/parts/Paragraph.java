package org.deploynet.desktop.window.parts;

import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import javafx.scene.text.TextBoundsType;

/**
 * A label that takes as many lines as its width needs. It breaks lines itself: JavaFX 26.0.2 throws out of its text layout
 * (PrismTextLayout.computeTrailingSpaceWidth) for about one width in eight when it wraps Arabic, and never for lines that end
 * with a line feed. JavaFX thread only.
 */
public final class Paragraph extends Region {
    private static final String WORD_END = " ";
    private static final String LINE_END = "\n";

    private final Label label = new Label();
    private final Text ruler = new Text();
    private String text;

    public Paragraph(String text, String... styles) {
        this.text = text;
        label.getStyleClass().addAll(styles);
        // As the theme has it for the text of labels.
        ruler.setBoundsType(TextBoundsType.LOGICAL_VERTICAL_CENTER);
        label.fontProperty().subscribe(() -> requestLayout());
        setAccessibleText(text);
        getChildren().add(label);
        label.setText(text);
    }

    /** For a place that does not ask how high it is at a width, such as a pop-up. */
    public Paragraph wide(double width) {
        setPrefWidth(width);
        setMaxWidth(width);
        return this;
    }

    public String text() {
        return text;
    }

    public void setText(String words) {
        if (!words.equals(text)) {
            text = words;
            label.setText(words);
            setAccessibleText(words);
            requestLayout();
        }
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        return snappedLeftInset() + snappedRightInset();
    }

    @Override
    protected double computePrefWidth(double height) {
        return Math.ceil(widthOf(text)) + 1 + snappedLeftInset() + snappedRightInset();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        // Measures beside the scene: changing the label here would mark its parents while they are being laid out, and
        // JavaFX then forgets some of their other children.
        double outer = width >= 0 ? width : getPrefWidth() >= 0 ? getPrefWidth() : Double.MAX_VALUE;
        double inner = outer - snappedLeftInset() - snappedRightInset();
        double lines = boundsOf(broken(inner)).getHeight();
        return snapSizeY(lines) + snappedTopInset() + snappedBottomInset();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth() - snappedLeftInset() - snappedRightInset();
        double height = getHeight() - snappedTopInset() - snappedBottomInset();
        label.setText(broken(width));
        label.resizeRelocate(snappedLeftInset(), snappedTopInset(), width, height);
    }

    private String broken(double width) {
        if (widthOf(text) <= width) {
            return text;
        }
        var lines = new StringBuilder();
        String line = "";
        for (String word : text.split(WORD_END, -1)) {
            String longer = line.isEmpty() ? word : line + WORD_END + word;
            if (!line.isEmpty() && widthOf(longer) > width) {
                lines.append(line).append(LINE_END);
                line = word;
            } else {
                line = longer;
            }
        }
        return lines.append(line).toString();
    }

    private double widthOf(String line) {
        return boundsOf(line).getWidth();
    }

    private Bounds boundsOf(String lines) {
        ruler.setFont(label.getFont());
        ruler.setText(lines);
        return ruler.getLayoutBounds();
    }
}
