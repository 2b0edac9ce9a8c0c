package org.deploynet.desktop.window.parts;

import java.io.IOException;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.Region;
import org.deploynet.control.PeerControl;

/** Something of the engine's that is on or off, with what that means and the engine's refusal. JavaFX thread only. */
public final class Switch {
    private final CheckBox box = new CheckBox();
    private final Node choice;
    private final Paragraph refusal = Telling.refusal();

    /** What the engine is told. */
    @FunctionalInterface
    public interface Order {
        void tell(PeerControl engine, boolean on) throws IOException;
    }

    /**
     * @param what is switched
     * @param reason what that means
     */
    public Switch(String id, String what, String reason, Telling telling, Order order) {
        refusal.setId(String.join("-", id, "refusal"));
        box.setId(id);
        box.setText(what);
        box.setAccessibleHelp(reason);
        box.setMinWidth(Region.USE_PREF_SIZE);
        box.setOnAction(pressed -> {
            boolean on = box.isSelected();
            telling.tell(engine -> order.tell(engine, on), refusal);
        });
        var note = new Paragraph(reason, "caption");
        note.getStyleClass().add("choice-note");
        choice = Parts.column("choice", box, note);
    }

    /** For a card, below one another. */
    public List<Node> nodes() {
        return List.of(choice, refusal);
    }

    public void show(boolean on) {
        box.setSelected(on);
    }

    /** Whether it is there to be switched. */
    public void offer(boolean isOffered) {
        Parts.show(choice, isOffered);
    }
}
