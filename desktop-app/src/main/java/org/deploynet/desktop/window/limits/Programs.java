package org.deploynet.desktop.window.limits;

import java.util.List;
import java.util.Optional;
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
import org.deploynet.desktop.view.ProgramTyping;
import org.deploynet.desktop.view.Typed;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The names of programs that are given way to: each can be taken out, new ones are written. JavaFX thread only. */
final class Programs extends VBox {
    private final Texts texts;
    private final Telling telling;
    private final Paragraph refusal;
    private final FlowPane list = new FlowPane();
    private final TextField name = new TextField();
    private final Button add = new Button();
    private final Paragraph wrong = new Paragraph("", "field-wrong");
    private List<String> set = List.of();

    Programs(Texts texts, Telling telling, Paragraph refusal) {
        this.texts = texts;
        this.telling = telling;
        this.refusal = refusal;
        getStyleClass().add("programs");
        list.getStyleClass().add("chips");
        list.setId("programs");
        name.setId("program-name");
        name.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        name.setPromptText(texts.get("desktop.limits.program.prompt"));
        name.setAccessibleText(texts.get("desktop.limits.program.prompt"));
        name.textProperty().subscribe(text -> check());
        name.setOnAction(entered -> add());
        name.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.ESCAPE) {
                name.clear();
            }
        });
        HBox.setHgrow(name, Priority.ALWAYS);
        add.setId("program-add");
        add.setText(texts.get("desktop.limits.program.add"));
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

    private Button chip(String program) {
        var chip = new Button(program, Parts.icon(Feather.X));
        chip.getStyleClass().addAll("small", "chip");
        chip.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        chip.setTooltip(new Tooltip(texts.get("desktop.limits.program.remove", program)));
        chip.setAccessibleText(texts.get("desktop.limits.program.remove", program));
        chip.setOnAction(pressed ->
                send(set.stream().filter(each -> !each.equals(program)).toList()));
        return chip;
    }

    private Typed<String> read() {
        return ProgramTyping.read(name.getText(), set, texts);
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
        if (read() instanceof Typed.Counts<String>(String program, String _)) {
            send(Stream.concat(set.stream(), Stream.of(program)).toList());
            name.clear();
        }
    }

    private void send(List<String> names) {
        telling.tell(engine -> engine.rules(RulesChange.NOTHING.withApplications(names)), refusal);
    }
}
