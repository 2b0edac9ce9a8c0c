package org.deploynet.desktop.window.cache;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.deploynet.control.CacheReport;
import org.deploynet.control.PeerControl;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.window.parts.FxThread;

/**
 * Asks the engine for the cache's report while the screen is shown: with the snapshots that come, so no timer runs, at most once
 * a second, and at once after something was told. One question at a time. JavaFX thread only.
 */
final class CacheQuestions {
    private static final Duration EVERY = Duration.ofMillis(950);

    private final EngineView engine;
    private final Consumer<CacheReport> answers;
    private final Consumer<Throwable> failures;
    private Instant due = Instant.MIN;
    private boolean waiting;

    CacheQuestions(EngineView engine, Consumer<CacheReport> answers, Consumer<Throwable> failures) {
        this.engine = engine;
        this.answers = answers;
        this.failures = failures;
    }

    /** A moment at which the engine is known to answer. */
    void take(Instant now) {
        if (!waiting && !now.isBefore(due)) {
            waiting = true;
            due = now.plus(EVERY);
            FxThread.deliver(engine.ask(PeerControl::cache), this::taken);
        }
    }

    /** Something was told: what is known is out of date. */
    void askAgain() {
        due = Instant.MIN;
    }

    private void taken(Optional<CacheReport> report, Optional<Throwable> failure) {
        waiting = false;
        report.ifPresent(answers);
        failure.ifPresent(failures);
    }
}
