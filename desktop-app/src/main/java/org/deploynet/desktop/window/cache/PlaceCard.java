package org.deploynet.desktop.window.cache;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import javafx.geometry.NodeOrientation;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import org.deploynet.control.CacheControl;
import org.deploynet.desktop.view.CacheFigures;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.Telling;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;

/** Where the cache lies, and its way to another folder. JavaFX thread only. */
final class PlaceCard extends VBox {
    private final Texts texts;
    private final Telling telling;
    private final Label folder = Parts.label("", "folder");
    private final Paragraph words = new Paragraph("");
    private final Paragraph details = new Paragraph("", "caption");
    private final ProgressBar progress = new ProgressBar();
    private final Paragraph refusal = Telling.refusal();
    private final TextField to = new TextField();
    private final HBox question;
    private final HBox buttons;
    private final Button move = button("cache-move", "desktop.cache.move");
    private final Button cancel = button("cache-move-cancel", "desktop.cache.move.cancel");
    private final Button begin = button("cache-move-begin", "desktop.cache.move.begin");
    private final Button leave = button("cache-move-leave", "desktop.close.cancel");
    private final Button browse = button("cache-move-browse", "desktop.cache.move.browse");
    private boolean asking;
    private boolean moving;
    private boolean cancellable;

    PlaceCard(Texts texts, Telling telling) {
        this.texts = texts;
        this.telling = telling;
        getStyleClass().addAll("card", "form-card");
        folder.setId("cache-folder");
        folder.setMinWidth(0);
        for (var path : new javafx.scene.Node[] {folder, details, to}) {
            path.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        }
        words.setId("cache-move-words");
        progress.setMaxWidth(Double.MAX_VALUE);
        to.setId("cache-move-to");
        to.setAccessibleText(texts.get("desktop.cache.move.to"));
        to.setPromptText(texts.get("desktop.cache.move.to"));
        HBox.setHgrow(to, Priority.ALWAYS);
        question = Parts.row("form-row", to, browse);
        buttons = Parts.row("form-buttons", move, begin, leave, cancel);
        getChildren()
                .addAll(
                        Parts.label(texts.get("desktop.cache.place"), "section-title"),
                        folder,
                        words,
                        details,
                        progress,
                        question,
                        refusal,
                        buttons);
        prepare();
        arrange();
    }

    private static Button button(String id, String key) {
        var button = new Button(key);
        button.setId(id);
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }

    private void prepare() {
        for (Button button : new Button[] {move, cancel, begin, leave, browse}) {
            button.setText(texts.get(button.getText()));
        }
        move.setGraphic(Parts.icon(Feather.FOLDER));
        begin.getStyleClass().add("accent");
        move.setOnAction(pressed -> ask(true));
        leave.setOnAction(pressed -> ask(false));
        browse.setOnAction(pressed -> browse());
        begin.setOnAction(pressed -> begin());
        to.setOnAction(entered -> begin());
        to.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.ESCAPE) {
                ask(false);
            }
        });
        to.textProperty().subscribe(text -> begin.setDisable(chosen().isEmpty()));
        cancel.setOnAction(pressed -> telling.tell(CacheControl::cancelMove, refusal));
    }

    void show(CacheFigures.Place place) {
        folder.setText(place.folder());
        folder.setTooltip(new Tooltip(place.folder()));
        Parts.show(words, place.move().isPresent());
        Parts.show(details, place.move().isPresent());
        place.move().ifPresent(move -> {
            words.setText(move.words());
            details.setText(move.details());
            progress.setProgress(move.progress().orElse(0));
            progress.setAccessibleText(move.words());
        });
        moving = place.move().filter(move -> move.progress().isPresent()).isPresent();
        cancellable = place.move().filter(CacheFigures.Move::canCancel).isPresent();
        arrange();
    }

    private void ask(boolean wanted) {
        asking = wanted;
        Parts.show(refusal, false);
        arrange();
        if (wanted) {
            to.requestFocus();
        } else {
            move.requestFocus();
        }
    }

    private void arrange() {
        boolean open = asking && !moving;
        Parts.show(progress, moving);
        Parts.show(question, open);
        Parts.show(begin, open);
        Parts.show(leave, open);
        Parts.show(move, !open && !moving);
        Parts.show(cancel, cancellable);
    }

    private void browse() {
        var chooser = new DirectoryChooser();
        chooser.setTitle(texts.get("desktop.cache.move.to"));
        Optional.ofNullable(chooser.showDialog(getScene().getWindow()))
                .map(File::getAbsolutePath)
                .ifPresent(to::setText);
    }

    private Optional<String> chosen() {
        try {
            String written = to.getText().strip();
            return Path.of(written).isAbsolute() ? Optional.of(written) : Optional.empty();
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private void begin() {
        chosen().ifPresent(path -> {
            asking = false;
            telling.tell(engine -> engine.moveCache(path), refusal);
            arrange();
        });
    }
}
