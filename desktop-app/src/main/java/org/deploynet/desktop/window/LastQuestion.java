package org.deploynet.desktop.window;

import java.util.Optional;
import javafx.geometry.NodeOrientation;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.stage.Stage;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;

/** Asks, once, what closing shall do where no tray could bring the window back; after that closing minimises. JavaFX thread only. */
final class LastQuestion {
    private static final double WIDTH = 420;

    private final Texts texts;
    private final Surroundings surroundings;
    private boolean answered;

    LastQuestion(Texts texts, Surroundings surroundings) {
        this.texts = texts;
        this.surroundings = surroundings;
    }

    void closeWithoutTray(Stage window) {
        if (answered) {
            window.setIconified(true);
            return;
        }
        var minimise = new ButtonType(texts.get("desktop.close.minimise"), ButtonData.OK_DONE);
        var quit = new ButtonType(texts.get("desktop.close.quit"), ButtonData.LEFT);
        var cancel = new ButtonType(texts.get("desktop.close.cancel"), ButtonData.CANCEL_CLOSE);
        Optional<ButtonType> answer = dialog(window, minimise, quit, cancel).showAndWait();
        if (answer.filter(minimise::equals).isPresent()) {
            answered = true;
            window.setIconified(true);
        }
        if (answer.filter(quit::equals).isPresent()) {
            surroundings.quit();
        }
    }

    private Dialog<ButtonType> dialog(Stage window, ButtonType... buttons) {
        // Not the dialog's own header: that is a label which wraps by itself.
        var text = Parts.column(
                "question",
                new Paragraph(texts.get("desktop.close.title"), "section-title"),
                new Paragraph(texts.get("desktop.close.text")));
        text.setPrefWidth(WIDTH);
        var dialog = new Dialog<ButtonType>();
        dialog.initOwner(window);
        dialog.setTitle(texts.get("desktop.name"));
        dialog.getDialogPane().setContent(text);
        dialog.getDialogPane().getButtonTypes().addAll(buttons);
        dialog.getDialogPane()
                .setNodeOrientation(
                        texts.isRightToLeft() ? NodeOrientation.RIGHT_TO_LEFT : NodeOrientation.LEFT_TO_RIGHT);
        return dialog;
    }
}
