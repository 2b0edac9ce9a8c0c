package org.deploynet.desktop.window.parts;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/** The only way to the JavaFX thread from any other. Safe from any thread. */
public final class FxThread {
    private FxThread() {}

    /** Starts JavaFX, which keeps running when the last window is hidden; {@code first} is its first work. */
    public static void start(Runnable first) {
        Platform.setImplicitExit(false);
        try {
            Platform.startup(first);
        } catch (IllegalStateException alreadyStarted) {
            run(first);
        }
    }

    public static void run(Runnable work) {
        Platform.runLater(work);
    }

    /** Ends JavaFX for good. */
    public static void end() {
        Platform.exit();
    }

    /** Hands values on to {@code target} on the JavaFX thread; what a newer one overtook is left out. */
    public static <T> Consumer<T> latestTo(Consumer<T> target) {
        var waiting = new AtomicReference<@Nullable T>();
        return value -> {
            if (waiting.getAndSet(value) == null) {
                run(() -> Optional.ofNullable(waiting.getAndSet(null)).ifPresent(target));
            }
        };
    }

    /** Hands an answer or its failure on to {@code target} on the JavaFX thread; one of the two is absent. */
    public static <T> void deliver(CompletableFuture<T> answer, BiConsumer<Optional<T>, Optional<Throwable>> target) {
        var _ = answer.whenComplete(
                (value, failure) -> run(() -> target.accept(Optional.ofNullable(value), Optional.ofNullable(failure))));
    }
}
