package org.deploynet.desktop.window;

import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.value.ObservableValue;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.window.parts.BrandMark;
import org.deploynet.desktop.window.parts.FxThread;
import org.deploynet.i18n.Texts;

/** The window in JavaFX, which is started by the first {@link #show}. */
public final class JavaFxWindow implements WindowDoor {
    private static final double WIDTH = 1120;
    private static final double HEIGHT = 720;
    private static final double LEAST_WIDTH = 900;
    private static final double LEAST_HEIGHT = 600;
    private static final int SIGN = 64;

    private final EngineView engine;
    private final Texts texts;
    private final Surroundings surroundings;
    private final LastQuestion lastQuestion;
    private boolean started;

    /** Of the JavaFX thread. */
    private Optional<Stage> stage = Optional.empty();

    public JavaFxWindow(EngineView engine, Texts texts, Surroundings surroundings) {
        this.engine = engine;
        this.texts = texts;
        this.surroundings = surroundings;
        this.lastQuestion = new LastQuestion(texts, surroundings);
    }

    @Override
    public void show() {
        onFxThread(() -> {
            Stage window = window();
            window.show();
            window.setIconified(false);
            window.toFront();
        });
    }

    @Override
    public void showMinimised() {
        onFxThread(() -> {
            Stage window = window();
            if (!window.isShowing()) {
                window.setIconified(true);
                window.show();
            }
        });
    }

    private synchronized void onFxThread(Runnable work) {
        if (started) {
            FxThread.run(work);
        } else {
            started = true;
            FxThread.start(work);
        }
    }

    private Stage window() {
        return stage.orElseGet(() -> fill(
                new Stage(), Platform.getPreferences().colorSchemeProperty(), Clock.system(ZoneId.systemDefault())));
    }

    /** Makes {@code window} the application's; screenshots choose their colour scheme and time. */
    Stage fill(Stage window, ObservableValue<ColorScheme> scheme, Clock clock) {
        stage = Optional.of(window);
        var content = new WindowContent(engine, texts, clock);
        var scene = new Scene(content, WIDTH, HEIGHT);
        new Appearance(scene, texts).follow(scheme);
        window.setTitle(texts.get("desktop.name"));
        window.getIcons().add(BrandMark.picture(SIGN));
        window.setMinWidth(LEAST_WIDTH);
        window.setMinHeight(LEAST_HEIGHT);
        window.setScene(scene);
        window.showingProperty().subscribe(() -> watchWhileSeen(window, content));
        window.iconifiedProperty().subscribe(() -> watchWhileSeen(window, content));
        window.setOnCloseRequest(this::closeRequested);
        return window;
    }

    private static void watchWhileSeen(Stage window, WindowContent content) {
        if (window.isShowing() && !window.isIconified()) {
            content.attach();
        } else {
            content.detach();
        }
    }

    // With a tray the window hides, which is what a close request does by itself.
    private void closeRequested(WindowEvent request) {
        if (!surroundings.hasTray()) {
            request.consume();
            stage.ifPresent(lastQuestion::closeWithoutTray);
        }
    }

    @Override
    public synchronized void hide() {
        if (started) {
            FxThread.run(() -> stage.ifPresent(Stage::hide));
        }
    }

    @Override
    public synchronized void close() {
        if (started) {
            // Ending with a window on the screen throws inside JavaFX.
            FxThread.run(() -> {
                stage.ifPresent(Stage::hide);
                FxThread.end();
            });
        }
    }
}
