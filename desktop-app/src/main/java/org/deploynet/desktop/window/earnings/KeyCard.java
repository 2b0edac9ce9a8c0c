package org.deploynet.desktop.window.earnings;

import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.VBox;
import org.deploynet.control.identity.Identity;
import org.deploynet.control.identity.KeyPlace;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;

/** Where the key lies that what was earned belongs to, and what that means. JavaFX thread only. */
final class KeyCard extends VBox {
    private final Texts texts;
    private final Paragraph where = new Paragraph("");
    private final CheckBox keychain = new CheckBox();
    private final Node choice;

    KeyCard(Texts texts, Telling telling) {
        this.texts = texts;
        getStyleClass().addAll("card", "form-card");
        where.setId("key-place");
        Paragraph refusal = Telling.refusal();
        refusal.setId("key-refusal");
        String reason = texts.get("desktop.key.note");
        keychain.setId("key-keychain");
        keychain.setText(texts.get("desktop.key.keychain"));
        keychain.setAccessibleHelp(reason);
        keychain.setMinWidth(USE_PREF_SIZE);
        keychain.setOnAction(pressed -> {
            KeyPlace wanted = keychain.isSelected() ? KeyPlace.KEYCHAIN : KeyPlace.FILE;
            telling.tell(engine -> engine.keepKeyIn(wanted), refusal);
        });
        var note = new Paragraph(reason, "caption");
        note.getStyleClass().add("choice-note");
        choice = Parts.column("choice", keychain, note);
        getChildren().addAll(Parts.label(texts.get("desktop.key.title"), "section-title"), where, choice, refusal);
    }

    void show(Identity identity) {
        where.setText(texts.get(identity.textKey()));
        keychain.setSelected(identity.place() == KeyPlace.KEYCHAIN);
        Parts.show(choice, identity.keychainHere() || identity.place() == KeyPlace.KEYCHAIN);
    }
}
