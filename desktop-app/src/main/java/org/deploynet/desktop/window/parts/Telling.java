package org.deploynet.desktop.window.parts;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.i18n.Texts;

/** Tells the engine what its owner wants; when it refuses, its words stand beside the control. JavaFX thread only. */
public final class Telling {
    private final EngineView engine;
    private final Texts texts;
    private final Questions<?> questions;

    /** @param questions are asked again after each order, so that what the screen shows is the engine's word and not the control's */
    public Telling(EngineView engine, Texts texts, Questions<?> questions) {
        this.engine = engine;
        this.texts = texts;
        this.questions = questions;
    }

    public void tell(EngineView.Order order, Paragraph refusal) {
        deliver(engine.tell(order), done -> {}, refusal);
    }

    /** As {@link #tell}, for what the engine has an answer to. */
    public <T> void ask(EngineView.Question<T> order, Consumer<T> answer, Paragraph refusal) {
        deliver(engine.ask(order), answer, refusal);
    }

    private <T> void deliver(CompletableFuture<T> told, Consumer<T> answer, Paragraph refusal) {
        questions.telling();
        FxThread.<T>deliver(told, (done, failure) -> {
            show(refusal, failure);
            done.ifPresent(answer);
            questions.told();
        });
    }

    private void show(Paragraph refusal, Optional<Throwable> failure) {
        failure.ifPresent(why -> refusal.setText(texts.get("desktop.action.failed", FailureWords.of(why))));
        Parts.show(refusal, failure.isPresent());
    }

    /** Where a refusal stands; takes no room until there is one. */
    public static Paragraph refusal() {
        var refusal = new Paragraph("", "state-failed");
        Parts.show(refusal, false);
        return refusal;
    }
}
