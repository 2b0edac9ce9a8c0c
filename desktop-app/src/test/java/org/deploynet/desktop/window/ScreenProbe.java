package org.deploynet.desktop.window;

import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.Callable;
import javafx.application.ColorScheme;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.deploynet.desktop.supervise.EngineView;
import org.deploynet.desktop.window.parts.Paragraph;
import org.deploynet.i18n.Texts;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** A window in front of an engine, with one of its screens open, and the ways of a person into it. */
final class ScreenProbe implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int FX_MILLIS = 20_000;

    private final Stage stage;

    private ScreenProbe(Stage stage) {
        this.stage = stage;
    }

    static ScreenProbe open(FixedEngine engine, Locale locale, String screen) throws Exception {
        return open(engine, Clock.fixed(SampleConditions.NOW, ZoneOffset.UTC), locale, screen);
    }

    static ScreenProbe open(EngineView engine, Clock clock, Locale locale, String screen) throws Exception {
        FxToolkit.registerPrimaryStage();
        Stage opened = WaitForAsyncUtils.waitForAsyncFx(FX_MILLIS, () -> {
            Stage filled = new JavaFxWindow(engine, Texts.of(locale), new QuietSurroundings())
                    .fill(new Stage(), new SimpleObjectProperty<>(ColorScheme.LIGHT), clock);
            filled.show();
            return filled;
        });
        var probe = new ScreenProbe(opened);
        probe.press("open-" + screen);
        WaitForAsyncUtils.waitForFxEvents();
        return probe;
    }

    Node find(String id) {
        return stage.getScene().lookup("#" + id);
    }

    <T extends Node> T find(Class<T> type, String id) {
        return type.cast(find(id));
    }

    void press(String id) {
        onFx(() -> find(ButtonBase.class, id).fire());
    }

    void write(String id, String text) {
        onFx(() -> {
            find(TextField.class, id).requestFocus();
            find(TextField.class, id).setText(text);
        });
    }

    String written(String id) {
        return find(TextField.class, id).getText();
    }

    @SuppressWarnings("unchecked")
    <T> void choose(String id, T value) {
        onFx(() -> ((ComboBox<T>) find(id)).setValue(value));
    }

    String paragraph(String id) {
        return find(Paragraph.class, id).text();
    }

    boolean shows(String id) {
        return isShown(find(id));
    }

    private static boolean isShown(Node node) {
        return node.isVisible() && (node.getParent() == null || isShown(node.getParent()));
    }

    Stage stage() {
        return stage;
    }

    static void onFx(Runnable work) {
        WaitForAsyncUtils.waitForAsyncFx(FX_MILLIS, work);
    }

    /** Looked at on the JavaFX thread, where no screen is seen half changed. */
    static void until(Callable<Boolean> holds) {
        await().atMost(SOON).ignoreExceptions().until(() -> WaitForAsyncUtils.waitForAsyncFx(FX_MILLIS, holds));
    }

    @Override
    public void close() {
        onFx(stage::hide);
    }
}
