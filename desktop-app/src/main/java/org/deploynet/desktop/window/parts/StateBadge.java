package org.deploynet.desktop.window.parts;

import javafx.css.PseudoClass;
import javafx.scene.layout.StackPane;
import org.deploynet.desktop.view.Tone;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A tone as a round sign: a shape of its own for each, not a colour alone. JavaFX thread only. */
public final class StateBadge extends StackPane {
    private final FontIcon icon = Parts.icon(Feather.LOADER);

    public StateBadge() {
        getStyleClass().add("state-badge");
        getChildren().add(icon);
    }

    public void show(Tone shown) {
        icon.setIconCode(icon(shown));
        for (Tone tone : Tone.values()) {
            pseudoClassStateChanged(PseudoClass.getPseudoClass(tone.word()), tone == shown);
        }
    }

    private static Ikon icon(Tone tone) {
        return switch (tone) {
            case STARTING -> Feather.LOADER;
            case SHARING -> Feather.ARROW_UP;
            case IDLE -> Feather.CHECK;
            case PAUSED -> Feather.PAUSE;
            case PROBLEM -> Feather.ALERT_TRIANGLE;
        };
    }
}
