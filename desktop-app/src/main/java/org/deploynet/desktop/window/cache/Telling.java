package org.deploynet.desktop.window.cache;

import java.util.Optional;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.window.parts.FailureWords;
import org.deploynet.desktop.window.parts.FxThread;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.desktop.window.parts.Parts;
import org.deploynet.i18n.Texts;

/** Tells the engine what its owner wants; when it refuses, its words stand beside the control. JavaFX thread only. */
final class Telling {
    private final EngineView engine;
    private final Texts texts;
    private final Runnable askAgain;

    /** @param askAgain runs after each order, so that what the screen shows is the engine's word and not the control's */
    Telling(EngineView engine, Texts texts, Runnable askAgain) {
        this.engine = engine;
        this.texts = texts;
        this.askAgain = askAgain;
    }

    void tell(EngineView.Order order, Paragraph refusal) {
        FxThread.deliver(engine.tell(order), (done, failure) -> {
            show(refusal, failure);
            askAgain.run();
        });
    }

    private void show(Paragraph refusal, Optional<Throwable> failure) {
        failure.ifPresent(why -> refusal.setText(texts.get("desktop.action.failed", FailureWords.of(why))));
        Parts.show(refusal, failure.isPresent());
    }

    /** Where a refusal stands; takes no room until there is one. */
    static Paragraph refusal() {
        var refusal = new Paragraph("", "state-failed");
        Parts.show(refusal, false);
        return refusal;
    }
}
