package org.deploynet.desktop.supervise;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.deploynet.control.PeerControl;
import org.deploynet.control.PeerControl.Watching;

/** The engine as tray and window see it, whether it runs or not. Safe from any thread. */
public interface EngineView {
    /** The latest condition; never waits. */
    EngineCondition condition();

    /**
     * Every new condition to {@code target}, the present one first. The calls come one after another from a thread of the
     * supervisor, so {@code target} must not wait; the window hands on to its own thread.
     */
    Watch watch(Watching watching, Consumer<EngineCondition> target);

    /** Asks the engine something, on a thread of its own. The answer fails with an {@link IOException} when no engine does. */
    <T> CompletableFuture<T> ask(Question<T> question);

    /** Like {@link #ask}, for what changes something: after it a fresh snapshot goes to all who watch. */
    CompletableFuture<Void> tell(Order order);

    /** Tries at once instead of waiting: ends safe mode and shortens a back-off. */
    void startAgain();

    /** Something to ask of an engine. */
    interface Question<T> {
        T ask(PeerControl engine) throws IOException;
    }

    /** Something to tell an engine. */
    interface Order {
        void give(PeerControl engine) throws IOException;
    }

    /** A running watch. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
