package org.deploynet.desktop.window.earnings;

import javafx.scene.layout.VBox;
import org.deploynet.control.identity.Identity;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Switch;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;

/** Where the key lies that what was earned belongs to, and what that means. JavaFX thread only. */
final class KeyCard extends VBox {
    private final Texts texts;
    private final Paragraph where = new Paragraph("");
    private final Switch keychain;

    KeyCard(Texts texts, Telling telling) {
        this.texts = texts;
        getStyleClass().addAll("card", "form-card");
        where.setId("key-place");
        keychain = new Switch(
                "key-keychain",
                texts.get("desktop.key.keychain"),
                texts.get("desktop.key.note"),
                telling,
                (engine, on) -> engine.keepKeyIn(on ? KeyPlace.KEYCHAIN : KeyPlace.FILE));
        getChildren().addAll(Parts.label(texts.get("desktop.key.title"), "section-title"), where);
        getChildren().addAll(keychain.nodes());
    }

    void show(Identity identity) {
        where.setText(texts.get(identity.textKey()));
        keychain.show(identity.place() == KeyPlace.KEYCHAIN);
        keychain.offer(identity.keychainHere() || identity.place() == KeyPlace.KEYCHAIN);
    }
}
