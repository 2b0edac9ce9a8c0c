package org.deploynet.desktop.window.parts;

import java.util.Objects;
import javafx.scene.Node;
import org.controlsfx.control.PopOver;

/** A pop-over with a text, in the colours of the theme. JavaFX thread only. */
public final class Bubble {
    private static final String SHEET = "bubble.css";

    private Bubble() {}

    /** Opens below {@code owner}. */
    public static void show(Paragraph text, Node owner) {
        var over = new PopOver(Parts.column("popover-text", text));
        over.setArrowLocation(PopOver.ArrowLocation.TOP_CENTER);
        over.setAnimated(false);
        over.setDetachable(false);
        // Its own sheet is one of a node, which beats those of a scene.
        over.getRoot()
                .getStylesheets()
                .add(Objects.requireNonNull(Bubble.class.getResource(SHEET), SHEET)
                        .toExternalForm());
        over.show(owner);
    }
}
