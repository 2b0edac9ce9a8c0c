package org.deploynet.desktop.window;

import java.time.Instant;
import javafx.scene.Node;
import org.deploynet.desktop.supervise.EngineCondition;
import org.kordamp.ikonli.Ikon;

/** One entry of the navigation and what it opens. JavaFX thread only. */
public interface Screen {
    /** Its name in the bundles. */
    String titleKey();

    Ikon icon();

    Node node();

    /** Shows {@code condition} as it reads at {@code now}. Only called while the screen can be seen. */
    void show(EngineCondition condition, Instant now);
}
