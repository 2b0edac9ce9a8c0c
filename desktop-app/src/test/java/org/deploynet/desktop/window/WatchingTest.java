package org.deploynet.desktop.window;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.util.Locale;
import javafx.application.ColorScheme;
import javafx.beans.property.SimpleObjectProperty;
import javafx.stage.Stage;
import org.deploynet.i18n.Texts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/** An engine computes snapshots only for a window that can be seen. */
final class WatchingTest {
    private final FixedEngine engine = new FixedEngine(SampleConditions.running());

    @BeforeEach
    void startsJavaFx() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    @Test
    void theEngineIsWatchedOnlyWhileTheWindowCanBeSeen() {
        Stage stage = WaitForAsyncUtils.waitForAsyncFx(
                20_000,
                () -> new JavaFxWindow(engine, Texts.of(Locale.US), new QuietSurroundings())
                        .fill(new Stage(), new SimpleObjectProperty<>(ColorScheme.LIGHT), Clock.systemUTC()));
        assertEquals(0, engine.watches());

        onFx(stage::show);
        await().until(() -> engine.watches() == 1);
        onFx(() -> stage.setIconified(true));
        await().until(() -> engine.watches() == 0);
        onFx(() -> stage.setIconified(false));
        await().until(() -> engine.watches() == 1);
        onFx(stage::hide);
        await().until(() -> engine.watches() == 0);
    }

    private static void onFx(Runnable work) {
        WaitForAsyncUtils.waitForAsyncFx(20_000, work);
    }
}
