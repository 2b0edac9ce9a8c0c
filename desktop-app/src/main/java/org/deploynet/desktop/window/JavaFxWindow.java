package org.deploynet.desktop.window;

import java.util.concurrent.CompletableFuture;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;
import org.deploynet.control.PeerControl.Watching;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.i18n.Texts;

/** The window in JavaFX, which is started by the first {@link #show}. */
public final class JavaFxWindow implements WindowDoor {
    private final EngineView engine;
    private final Texts texts;
    private final Surroundings surroundings;
    private final CompletableFuture<Stage> stage = new CompletableFuture<>();
    private boolean started;

    public JavaFxWindow(EngineView engine, Texts texts, Surroundings surroundings) {
        this.engine = engine;
        this.texts = texts;
        this.surroundings = surroundings;
    }

    @Override
    public void show() {
        start();
        var _ = stage.thenAccept(window -> Platform.runLater(() -> {
            window.show();
            window.setIconified(false);
            window.toFront();
        }));
    }

    @Override
    public void showMinimised() {
        start();
        var _ = stage.thenAccept(window -> Platform.runLater(() -> {
            if (!window.isShowing()) {
                window.setIconified(true);
                window.show();
            }
        }));
    }

    private synchronized void start() {
        if (!started) {
            started = true;
            Platform.startup(this::open);
        }
    }

    private void open() {
        Platform.setImplicitExit(false);
        var state = new Label();
        var window = new Stage();
        window.setTitle(texts.get("desktop.name"));
        window.setScene(new Scene(state, 640, 400));
        window.setOnCloseRequest(closing -> {
            if (!surroundings.hasTray()) {
                closing.consume();
                window.setIconified(true);
            }
        });
        engine.watch(Watching.WINDOW, condition -> Platform.runLater(() -> state.setText(condition.toString())));
        stage.complete(window);
    }

    @Override
    public void hide() {
        var _ = stage.thenAccept(window -> Platform.runLater(window::hide));
    }

    @Override
    public synchronized void close() {
        if (started) {
            Platform.exit();
        }
    }
}
