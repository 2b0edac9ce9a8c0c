package org.deploynet.desktop.window.sites;

import javafx.scene.layout.VBox;
import org.deploynet.control.PeerControl;
import org.deploynet.desktop.window.parts.Switch;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;

/** Whether visits that pay nothing are served. JavaFX thread only. */
final class UnpaidCard extends VBox {
    private final Switch served;

    UnpaidCard(Texts texts, Telling telling) {
        getStyleClass().addAll("card", "form-card");
        served = new Switch(
                "serve-unpaid",
                texts.get("desktop.sites.unpaid.serve"),
                texts.get("desktop.sites.unpaid.note"),
                telling,
                PeerControl::serveUnpaid);
        getChildren().addAll(served.nodes());
    }

    void show(boolean on) {
        served.show(on);
    }
}
