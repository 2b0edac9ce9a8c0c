package org.deploynet.desktop.window.parts;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.Headline;
import org.deploynet.desktop.view.Tone;
import org.deploynet.i18n.Texts;

/**
 * A screen of what the engine answers: its header, its body once there is something to show, and above that body a word where
 * it is old because the engine does not answer. JavaFX thread only.
 */
public final class ScreenFrame extends VBox {
    private static final PseudoClass OLD = PseudoClass.getPseudoClass("old");

    private final Headline waiting;
    private final ScreenHeader header;
    private final Paragraph stale = new Paragraph("", "stale");
    private final Node figures;
    private boolean isKnown;

    /** {@code name} is the screen's; {@code body} holds all that is to be shown. */
    public ScreenFrame(String name, Texts texts, Node body) {
        this(name, texts, body, body);
    }

    /** @param figures the part of {@code body} that is only there once something is known, and looks old where it is */
    public ScreenFrame(String name, Texts texts, Node body, Node figures) {
        this.waiting = new Headline(
                Tone.STARTING, texts.get("desktop.screen." + name), texts.get("desktop.chart.waiting"), false, "");
        this.header = new ScreenHeader(name);
        this.figures = figures;
        getStyleClass().add("screen");
        stale.getStyleClass().add("stale-place");
        getChildren().addAll(header, stale, body);
        Parts.show(stale, false);
        Parts.show(figures, false);
    }

    public boolean isKnown() {
        return isKnown;
    }

    /** The engine is being asked: said until its first answer. */
    public void showWaiting() {
        if (!isKnown) {
            header.show(waiting);
        }
    }

    public void show(Headline headline) {
        header.show(headline);
    }

    /** The body is as the engine says now. */
    public void showKnown(Headline headline) {
        isKnown = true;
        header.show(headline);
        Parts.show(figures, true);
        Parts.show(stale, false);
        figures.pseudoClassStateChanged(OLD, false);
    }

    /** The last figures stay, marked as old. */
    public void showOld(String why) {
        stale.setText(why);
        Parts.show(stale, true);
        Parts.show(figures, isKnown);
        figures.pseudoClassStateChanged(OLD, true);
    }
}
