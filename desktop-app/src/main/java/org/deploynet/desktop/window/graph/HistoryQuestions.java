package org.deploynet.desktop.window.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.deploynet.control.History;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.window.parts.FxThread;

/**
 * Asks the engine for the history of the range that is shown: at once when that changes, and again as snapshots come, so no
 * timer runs. One question at a time. JavaFX thread only.
 */
final class HistoryQuestions {
    private static final int ASKED_PER_STEP = 6;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final EngineView engine;
    private final Consumer<History> answers;
    private History.Range range = History.Range.HOUR;
    private Instant askedAt = Instant.MIN;
    private boolean waiting;

    HistoryQuestions(EngineView engine, Consumer<History> answers) {
        this.engine = engine;
        this.answers = answers;
    }

    History.Range range() {
        return range;
    }

    void choose(History.Range chosen) {
        range = chosen;
        askedAt = Instant.MIN;
    }

    /** A moment at which the engine is known to answer. */
    void take(Instant now) {
        if (!waiting && !now.isBefore(due())) {
            waiting = true;
            askedAt = now;
            History.Range asked = range;
            FxThread.deliver(engine.ask(control -> control.history(asked)), (history, failure) -> take(history, now));
        }
    }

    // A failure is no news here: the engine's condition says it, and the next snapshot asks again.
    private void take(Optional<History> history, Instant now) {
        waiting = false;
        history.filter(answer -> answer.range() == range).ifPresent(answers);
        if (history.isPresent() && askedAt.equals(Instant.MIN)) {
            take(now);
        }
    }

    private Instant due() {
        if (askedAt.equals(Instant.MIN)) {
            return askedAt;
        }
        Duration every = range.step().dividedBy(ASKED_PER_STEP);
        Duration bounded = every.compareTo(SHORTEST) < 0 ? SHORTEST : every.compareTo(LONGEST) > 0 ? LONGEST : every;
        return askedAt.plus(bounded);
    }
}
