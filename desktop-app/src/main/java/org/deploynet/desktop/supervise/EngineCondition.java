package org.deploynet.desktop.supervise;

import java.time.Instant;
import java.util.Optional;
import org.deploynet.control.EngineSnapshot;

/** What the desktop knows of its engine at one instant: the engine's own word, or the supervisor's when there is none. Immutable. */
public sealed interface EngineCondition {
    /** The engine answers; {@code snapshot} is its latest word. */
    record Running(EngineSnapshot snapshot) implements EngineCondition {}

    /** A first start, which has not answered yet. */
    record Starting(Instant since) implements EngineCondition {}

    /** The engine ended. The next try is made {@code at}; {@code attempt} counts from 1 since it last answered. */
    record Restarting(EngineEnd end, int attempt, Instant at) implements EngineCondition {}

    /** It ended too often to try again unasked; {@link EngineView#startAgain} does. */
    record GivenUp(EngineEnd end, Instant since) implements EngineCondition {}

    /** The application is being closed. */
    record Quitting() implements EngineCondition {}

    /** The engine's figures; none where nobody answers, and none in safe mode, where it has opened none of its books. */
    default Optional<EngineSnapshot> figures() {
        return this instanceof Running(EngineSnapshot snapshot)
                        && !snapshot.condition().reason().isSafeMode()
                ? Optional.of(snapshot)
                : Optional.empty();
    }
}
