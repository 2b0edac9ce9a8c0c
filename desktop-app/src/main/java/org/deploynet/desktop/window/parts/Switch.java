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
    private final List<Node> nodes;

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
        Paragraph refusal = Telling.refusal();
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
        nodes = List.of(Parts.column("choice", box, note), refusal);
    }

    /** For a card, below one another. */
    public List<Node> nodes() {
        return nodes;
    }

    public void show(boolean on) {
        box.setSelected(on);
    }
}
