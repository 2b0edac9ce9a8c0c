package org.deploynet.desktop.window.parts;

import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** Labels, icons and boxes with the style classes of deploynet.css. JavaFX thread only. */
public final class Parts {
    private Parts() {}

    public static Label label(String text, String... styles) {
        var label = new Label(text);
        label.getStyleClass().addAll(styles);
        return label;
    }

    /** An icon that only decorates: what it says is said in words beside it. */
    public static FontIcon icon(Ikon ikon, String... styles) {
        var icon = new FontIcon(ikon);
        icon.getStyleClass().addAll(styles);
        icon.setAccessibleRole(AccessibleRole.NODE);
        return icon;
    }

    public static Region spring() {
        var spring = new Region();
        HBox.setHgrow(spring, Priority.ALWAYS);
        VBox.setVgrow(spring, Priority.ALWAYS);
        return spring;
    }

    public static VBox column(String style, Node... children) {
        var box = new VBox(children);
        box.getStyleClass().add(style);
        return box;
    }

    public static HBox row(String style, Node... children) {
        var box = new HBox(children);
        box.getStyleClass().add(style);
        return box;
    }

    /** Columns of equal width, one a child. */
    public static GridPane columns(String style, Node... children) {
        var grid = new GridPane();
        grid.getStyleClass().add(style);
        for (Node _ : children) {
            var column = new ColumnConstraints();
            column.setPercentWidth(100.0 / children.length);
            grid.getColumnConstraints().add(column);
        }
        grid.addRow(0, children);
        return grid;
    }

    /** The body of a screen, which scrolls where the window is too low for it. */
    public static ScrollPane scrolling(VBox content) {
        var scroll = new ScrollPane(content);
        scroll.getStyleClass().add("screen-scroll");
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        return scroll;
    }

    /** Takes no room while it is not shown. */
    public static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
