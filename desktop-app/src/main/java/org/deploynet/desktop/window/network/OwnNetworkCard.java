package org.deploynet.desktop.window.network;

import javafx.scene.layout.VBox;
import org.deploynet.control.PeerControl;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Switch;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;

/** Whether browsers on the local network are served over it. JavaFX thread only. */
final class OwnNetworkCard extends VBox {
    private final Switch served;

    OwnNetworkCard(Texts texts, Telling telling) {
        getStyleClass().addAll("card", "form-card");
        served = new Switch(
                "own-network",
                texts.get("desktop.own-network.serve"),
                texts.get("desktop.own-network.note"),
                telling,
                PeerControl::ownNetwork);
        getChildren().add(Parts.label(texts.get("desktop.own-network.title"), "section-title"));
        getChildren().addAll(served.nodes());
    }

    void show(boolean on) {
        served.show(on);
    }
}
