package org.deploynet.desktop.window.cache;

import java.util.EnumMap;
import java.util.Map;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import org.deploynet.control.EvictionPolicy;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;

/** What makes way first when the cache is full: one plain sentence for each rule. JavaFX thread only. */
final class PolicyCard extends VBox {
    private final Paragraph refusal = Telling.refusal();
    private final Map<EvictionPolicy, RadioButton> buttons = new EnumMap<>(EvictionPolicy.class);

    PolicyCard(Texts texts, Telling telling) {
        getStyleClass().addAll("card", "form-card");
        getChildren().add(Parts.label(texts.get("desktop.cache.policy"), "section-title"));
        var group = new ToggleGroup();
        for (EvictionPolicy policy : EvictionPolicy.values()) {
            String reason = texts.get(policy.reasonKey());
            var button = new RadioButton(texts.get(policy.textKey()));
            button.setId("policy-" + policy.key());
            button.setToggleGroup(group);
            button.setAccessibleHelp(reason);
            button.setOnAction(chosen -> telling.tell(engine -> engine.evictBy(policy), refusal));
            buttons.put(policy, button);
            var note = new Paragraph(reason, "caption");
            note.getStyleClass().add("choice-note");
            getChildren().add(Parts.column("choice", button, note));
        }
        getChildren().add(refusal);
    }

    void show(EvictionPolicy policy) {
        buttons.forEach((each, button) -> button.setSelected(each == policy));
    }
}
