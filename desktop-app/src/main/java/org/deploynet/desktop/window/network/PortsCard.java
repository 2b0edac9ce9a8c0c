package org.deploynet.desktop.window.network;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.geometry.NodeOrientation;
import javafx.scene.control.Button;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.deploynet.control.nat.PortChoice;
import org.deploynet.control.nat.PortChoice.Way;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;

/** By which ports browsers come in: by those that the router is asked for, by the owner's own, or by none. JavaFX thread only. */
final class PortsCard extends VBox {
    private static final int PORTS_COLUMNS = 12;

    private final Texts texts;
    private final Telling telling;
    private final Paragraph refusal = Telling.refusal();
    private final Map<Way, RadioButton> buttons = new EnumMap<>(Way.class);
    private final TextField ports = new TextField();
    private final HBox entry;
    private PortChoice shown = PortChoice.AUTOMATIC;
    private boolean isChoosing;

    PortsCard(Texts texts, Telling telling) {
        this.texts = texts;
        this.telling = telling;
        getStyleClass().addAll("card", "form-card");
        ports.setId("ports-entry");
        ports.setPromptText("50000-50015");
        ports.setPrefColumnCount(PORTS_COLUMNS);
        ports.setAccessibleText(texts.get("desktop.ports.entry"));
        // Two numbers and a dash are read from the left in every language.
        ports.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        ports.setOnAction(entered -> useEntry());
        var use = new Button(texts.get("desktop.ports.use"));
        use.setId("ports-use");
        use.setOnAction(pressed -> useEntry());
        entry = Parts.row("form-buttons", ports, use);
        entry.getStyleClass().add("choice-note");
        getChildren().add(Parts.label(texts.get("desktop.ports.title"), "section-title"));
        var group = new ToggleGroup();
        for (Way way : Way.values()) {
            String key = way.name().toLowerCase(Locale.ROOT).replace('_', '-');
            String reason = texts.get("desktop.ports.note." + key);
            var button = new RadioButton(texts.get("desktop.ports." + key));
            button.setId("ports-" + key);
            button.setToggleGroup(group);
            button.setAccessibleHelp(reason);
            button.setOnAction(chosen -> choose(way));
            buttons.put(way, button);
            var note = new Paragraph(reason, "caption");
            note.getStyleClass().add("choice-note");
            VBox choice = Parts.column("choice", button, note);
            if (way == Way.BY_HAND) {
                choice.getChildren().add(entry);
            }
            getChildren().add(choice);
        }
        getChildren().add(refusal);
        select(shown.way());
    }

    // Which ports are the owner's has to be said first.
    private void choose(Way way) {
        switch (way) {
            case AUTOMATIC -> tell(PortChoice.AUTOMATIC);
            case OFF -> tell(PortChoice.OFF);
            case BY_HAND -> {
                isChoosing = true;
                Parts.show(entry, true);
                ports.requestFocus();
            }
        }
    }

    private void useEntry() {
        try {
            tell(PortChoice.ofJson(ports.getText().strip()));
        } catch (IllegalArgumentException notPorts) {
            refusal.setText(texts.get("desktop.ports.wrong"));
            Parts.show(refusal, true);
        }
    }

    private void tell(PortChoice choice) {
        isChoosing = false;
        telling.tell(engine -> engine.ports(choice), refusal);
    }

    /** What the owner is just about to choose stays until the engine says something new. */
    void show(PortChoice choice) {
        boolean isNew = !choice.equals(shown);
        shown = choice;
        if (isNew && choice.way() == Way.BY_HAND) {
            ports.setText(choice.toJson());
        }
        if (isNew || !isChoosing) {
            isChoosing = false;
            select(choice.way());
        }
    }

    private void select(Way way) {
        buttons.forEach((each, button) -> button.setSelected(each == way));
        Parts.show(entry, way == Way.BY_HAND);
    }
}
