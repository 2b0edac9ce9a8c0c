package org.deploynet.desktop.window.overview;

import java.time.Clock;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.deploynet.control.PeerControl;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.view.Figures;
import org.deploynet.desktop.view.Headline;
import org.deploynet.desktop.window.parts.Bubble;
import org.deploynet.desktop.window.parts.FailureWords;
import org.deploynet.desktop.window.parts.FxThread;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.desktop.window.parts.StateBadge;
import org.deploynet.i18n.Texts;
import org.kordamp.ikonli.feather.Feather;

/** The state in one sentence, its reason, and what its owner can do about it. JavaFX thread only. */
final class StateHeader extends HBox {
    private static final double DETAILS_WIDTH = 560;

    private final EngineView engine;
    private final Texts texts;
    private final StateBadge badge = new StateBadge();
    private final Paragraph sentence = new Paragraph("", "state-sentence");
    private final Paragraph reason = new Paragraph("", "state-reason");
    private final Paragraph failed = new Paragraph("", "state-failed");
    private final Button details = new Button();
    private final Button startAgain = new Button();
    private final Button resume = new Button();
    private final Button limits = new Button();
    private final PauseMenu pause;
    private String detailText = "";

    StateHeader(EngineView engine, Texts texts, Figures figures, Clock clock, Runnable toLimits) {
        this.engine = engine;
        this.texts = texts;
        this.pause = new PauseMenu(texts, figures, clock, this::tell);
        getStyleClass().add("state-header");
        sentence.setId("state-sentence");
        reason.setId("state-reason");
        var words = Parts.column("state-words", sentence, reason, failed);
        HBox.setHgrow(words, Priority.ALWAYS);
        prepareButtons();
        limits.setOnAction(pressed -> toLimits.run());
        Parts.show(failed, false);
        getChildren().addAll(badge, words, details, startAgain, limits, resume, pause);
    }

    private void prepareButtons() {
        details.setText(texts.get("desktop.action.details"));
        details.getStyleClass().add("flat");
        details.setOnAction(pressed -> openDetails());
        startAgain.setText(texts.get("desktop.action.start-again"));
        startAgain.getStyleClass().add("accent");
        startAgain.setOnAction(pressed -> engine.startAgain());
        resume.setId("resume");
        resume.setText(texts.get("desktop.action.resume"));
        resume.setGraphic(Parts.icon(Feather.PLAY));
        resume.getStyleClass().add("accent");
        resume.setOnAction(pressed -> tell(PeerControl::resume));
        limits.setId("to-limits");
        limits.setText(texts.get("desktop.screen.limits"));
        limits.setGraphic(Parts.icon(Feather.SLIDERS));
        pause.setId("pause");
        for (var button : new javafx.scene.control.ButtonBase[] {details, startAgain, limits, resume, pause}) {
            button.setMinWidth(USE_PREF_SIZE);
        }
    }

    void show(Headline headline, Actions actions) {
        sentence.setText(headline.sentence());
        reason.setText(headline.reason());
        badge.show(headline.tone());
        detailText = headline.details();
        Parts.show(details, !detailText.isBlank());
        Parts.show(startAgain, actions.startAgain());
        Parts.show(limits, actions.limits());
        Parts.show(resume, actions.resume());
        Parts.show(pause, actions.pause());
    }

    /** What its owner can do now. */
    record Actions(boolean pause, boolean resume, boolean startAgain, boolean limits) {}

    private void tell(EngineView.Order order) {
        FxThread.deliver(engine.tell(order), (done, failure) -> showFailure(failure));
    }

    private void showFailure(Optional<Throwable> failure) {
        failure.map(FailureWords::of)
                .map(why -> texts.get("desktop.action.failed", why))
                .ifPresent(failed::setText);
        Parts.show(failed, failure.isPresent());
    }

    private void openDetails() {
        var text = new Paragraph(detailText, "details-text").wide(DETAILS_WIDTH);
        text.setNodeOrientation(javafx.geometry.NodeOrientation.LEFT_TO_RIGHT);
        Bubble.show(text, details);
    }
}
