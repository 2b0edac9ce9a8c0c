package org.deploynet.desktop.window;

import java.time.Instant;
import javafx.scene.Node;
import org.deploynet.desktop.supervise.EngineCondition;
import org.kordamp.ikonli.Ikon;

/** One entry of the navigation and what it opens. JavaFX thread only. */
public interface Screen {
    /** {@code overview}: the word that ends the key of its title, {@code desktop.screen.overview}. */
    String name();

    Ikon icon();

    Node node();

    /** Shows {@code condition} as it reads at {@code now}. Only called while the screen can be seen. */
    void show(EngineCondition condition, Instant now);
}
