package org.deploynet.desktop.window.parts;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.deploynet.desktop.supervise.EngineView;

/**
 * Asks the engine for what a screen shows while it is shown: with the snapshots that come, so no timer runs, at most once a
 * second, and at once after something was told. One question at a time; an answer that may be older than what was told meanwhile
 * is left out. JavaFX thread only.
 *
 * @param <T> the answer
 */
public final class Questions<T> {
    private static final Duration EVERY = Duration.ofMillis(950);

    private final EngineView engine;
    private final EngineView.Question<T> question;
    private final Consumer<T> answers;
    private final Consumer<Throwable> failures;
    private Instant due = Instant.MIN;
    private boolean waiting;
    private boolean outdated;
    private int orders;

    public Questions(
            EngineView engine, EngineView.Question<T> question, Consumer<T> answers, Consumer<Throwable> failures) {
        this.engine = engine;
        this.question = question;
        this.answers = answers;
        this.failures = failures;
    }

    /** A moment at which the engine is known to answer. */
    public void take(Instant now) {
        if (!waiting && orders == 0 && !now.isBefore(due)) {
            waiting = true;
            outdated = false;
            due = now.plus(EVERY);
            FxThread.deliver(engine.ask(question), this::taken);
        }
    }

    /** Something is being told: what is known will be out of date. */
    void telling() {
        orders++;
        outdated = true;
    }

    /** It was told, or refused. */
    void told() {
        orders--;
        due = Instant.MIN;
    }

    private void taken(Optional<T> answer, Optional<Throwable> failure) {
        waiting = false;
        if (!outdated) {
            answer.ifPresent(answers);
            failure.ifPresent(failures);
        }
    }
}
