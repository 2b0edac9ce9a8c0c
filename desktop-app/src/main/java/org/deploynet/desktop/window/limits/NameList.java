package org.deploynet.desktop.window.limits;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.geometry.NodeOrientation;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.deploynet.control.sharing.RulesChange;
import org.deploynet.desktop.view.Typed;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;

/** Names of programs or networks for which there is a rule: each can be taken out, new ones are written. JavaFX thread only. */
final class NameList extends VBox {
    private final Kind kind;
    private final Texts texts;
    private final Telling telling;
    private final Paragraph refusal;
    private final FlowPane list = new FlowPane();
    private final TextField name = new TextField();
    private final Button add = new Button();
    private final Paragraph wrong = new Paragraph("", "field-wrong");
    private List<String> set = List.of();

    /**
     * What the names are of.
     *
     * @param word {@code program} or {@code network}: of its parts' ids and of its texts
     * @param listed the change to a list
     */
    record Kind(String word, Reading reading, Function<List<String>, RulesChange> listed) {
        /** What is written, as a name that is not in the list yet. */
        interface Reading {
            Typed<String> read(String text, List<String> listed, Texts texts);
        }

        String text(String key) {
            return "desktop.limits." + word + "." + key;
        }

        String id(String part) {
            return word + "-" + part;
        }
    }

    NameList(Kind kind, Texts texts, Telling telling, Paragraph refusal) {
        this.kind = kind;
        this.texts = texts;
        this.telling = telling;
        this.refusal = refusal;
        getStyleClass().add("programs");
        list.getStyleClass().add("chips");
        list.setId(kind.word() + "s");
        name.setId(kind.id("name"));
        name.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        name.setPromptText(texts.get(kind.text("prompt")));
        name.setAccessibleText(texts.get(kind.text("prompt")));
        name.textProperty().subscribe(text -> check());
        name.setOnAction(entered -> add());
        name.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.ESCAPE) {
                name.clear();
            }
        });
        HBox.setHgrow(name, Priority.ALWAYS);
        add.setId(kind.id("add"));
        add.setText(texts.get(kind.text("add")));
        add.setMinWidth(USE_PREF_SIZE);
        add.setOnAction(pressed -> add());
        getChildren().addAll(list, Parts.row("form-buttons", name, add), wrong);
        check();
    }

    void show(List<String> names) {
        if (!names.equals(set)) {
            set = names;
            list.getChildren().setAll(names.stream().map(this::chip).toList());
        }
        Parts.show(list, !set.isEmpty());
        check();
    }

    private Button chip(String listed) {
        var chip = new Button(listed, Parts.icon(Feather.X));
        chip.getStyleClass().addAll("small", "chip");
        chip.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        chip.setTooltip(new Tooltip(texts.get(kind.text("remove"), listed)));
        chip.setAccessibleText(texts.get(kind.text("remove"), listed));
        chip.setOnAction(pressed ->
                send(set.stream().filter(each -> !each.equals(listed)).toList()));
        return chip;
    }

    private Typed<String> read() {
        return kind.reading().read(name.getText(), set, texts);
    }

    private void check() {
        Optional<String> mistake = read() instanceof Typed.Wrong<String>(String why)
                        && !name.getText().isBlank()
                ? Optional.of(why)
                : Optional.empty();
        mistake.ifPresent(wrong::setText);
        Parts.show(wrong, mistake.isPresent());
        add.setDisable(!(read() instanceof Typed.Counts<String>));
    }

    private void add() {
        if (read() instanceof Typed.Counts<String>(String written, String _)) {
            send(Stream.concat(set.stream(), Stream.of(written)).toList());
            name.clear();
        }
    }

    private void send(List<String> names) {
        telling.tell(engine -> engine.rules(kind.listed().apply(names)), refusal);
    }
}
