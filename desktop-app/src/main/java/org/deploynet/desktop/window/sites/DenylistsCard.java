package org.deploynet.desktop.window.sites;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.NodeOrientation;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.deploynet.desktop.view.SitesFigures.Denylist;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;

/** The denylists that are subscribed to, and the way to one more. JavaFX thread only. */
final class DenylistsCard extends VBox {
    private final Texts texts;
    private final Telling telling;
    private final VBox rows = Parts.column("advice");
    private final TextField address = new TextField();
    private final Button add = new Button();
    private final Paragraph done = new Paragraph("", "caption");
    private final Paragraph refusal = Telling.refusal();
    private Map<String, Row> known = Map.of();

    /** One list: its words, which change, and its button, which stays. */
    private final class Row extends HBox {
        private final Paragraph words = new Paragraph("", "caption");
        private final Paragraph trouble = new Paragraph("", "state-failed");

        Row(Denylist list) {
            getStyleClass().add("when-row");
            var remove = new Button(texts.get("desktop.denylists.remove"));
            remove.setAccessibleText(texts.get("desktop.denylists.remove.of", list.name()));
            remove.setMinWidth(USE_PREF_SIZE);
            remove.getStyleClass().add("denylist-remove");
            remove.setOnAction(pressed -> {
                Parts.show(done, false);
                telling.tell(engine -> engine.removeDenylist(list.address()), refusal);
            });
            var where = new Paragraph(list.address(), "caption");
            where.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
            var all = Parts.column("site-words", Parts.label(list.name(), "site-name"), words, where, trouble);
            HBox.setHgrow(all, Priority.ALWAYS);
            getChildren().addAll(all, remove);
        }

        void show(Denylist list) {
            words.setText(list.words());
            trouble.setText(list.trouble());
            Parts.show(trouble, !list.trouble().isEmpty());
        }
    }

    DenylistsCard(Texts texts, Telling telling) {
        this.texts = texts;
        this.telling = telling;
        getStyleClass().addAll("card", "form-card");
        setId("denylists");
        address.setId("denylist-address");
        address.setPromptText(texts.get("desktop.denylists.address"));
        address.setAccessibleText(texts.get("desktop.denylists.address"));
        address.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        HBox.setHgrow(address, Priority.ALWAYS);
        add.setId("denylist-add");
        add.setText(texts.get("desktop.denylists.add"));
        add.setMinWidth(USE_PREF_SIZE);
        add.setOnAction(pressed -> subscribe());
        address.setOnAction(entered -> subscribe());
        address.textProperty().subscribe(text -> add.setDisable(chosen().isEmpty()));
        done.setId("denylist-done");
        Parts.show(done, false);
        getChildren()
                .addAll(
                        Parts.label(texts.get("desktop.denylists.title"), "section-title"),
                        new Paragraph(texts.get("desktop.denylists.note"), "caption"),
                        rows,
                        Parts.row("form-row", address, add),
                        done,
                        refusal);
    }

    void show(List<Denylist> lists) {
        var next = new LinkedHashMap<String, Row>();
        for (Denylist list : lists) {
            Row row = known.getOrDefault(list.address(), new Row(list));
            row.show(list);
            next.put(list.address(), row);
        }
        // Rows stay where they are while the lists are the same: a focus in one of them must not be lost.
        if (!List.copyOf(next.keySet()).equals(List.copyOf(known.keySet()))) {
            rows.getChildren().setAll(next.values());
        }
        known = next;
        Parts.show(rows, !lists.isEmpty());
    }

    private Optional<String> chosen() {
        return Denylist.address(address.getText());
    }

    private void subscribe() {
        chosen().ifPresent(where -> {
            Parts.show(done, false);
            telling.ask(
                    engine -> texts.get(
                            "desktop.denylists.added",
                            engine.addDenylist(where, Optional.empty()).key()),
                    words -> {
                        address.setText("");
                        done.setText(words);
                        Parts.show(done, true);
                    },
                    refusal);
        });
    }
}
