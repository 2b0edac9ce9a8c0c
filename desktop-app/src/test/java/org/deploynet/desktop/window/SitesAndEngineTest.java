package org.deploynet.desktop.window;

import static org.deploynet.desktop.window.ScreenProbe.until;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import org.deploynet.control.rpc.ControlClient;
import org.deploynet.control.sites.SiteState;
import org.deploynet.control.sites.SitesReport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** The Sites screen in front of a real engine process, over its real socket. */
final class SitesAndEngineTest {
    private static final String SITE = "5f".repeat(20);

    @TempDir
    private Path data;

    private final FxRobot robot = new FxRobot();
    private RealEngine engine;
    private ScreenProbe screen;

    @BeforeEach
    void opensTheWindow() throws Exception {
        engine = RealEngine.fresh(data);
        screen = ScreenProbe.open(engine.view(), Clock.system(ZoneOffset.UTC), Locale.UK, "sites");
        until(() -> screen.shows("sites-none"));
    }

    @AfterEach
    void closesBoth() {
        screen.close();
        engine.close();
    }

    private SitesReport report() throws Exception {
        try (ControlClient other = engine.otherFace()) {
            return other.sites();
        }
    }

    private TableView<?> table() {
        return screen.find(TableView.class, "sites");
    }

    @Test
    void whatAnotherFaceBlockedIsShownAndAllowedByKeysAlone() throws Exception {
        try (ControlClient other = engine.otherFace()) {
            other.block(SITE, true);
        }
        until(() -> screen.shows("sites") && table().getItems().size() == 1);
        assertEquals(
                List.of(SiteState.BLOCKED),
                report().sites().stream().map(SitesReport.Site::state).toList());
        ScreenProbe.onFx(() -> table().requestFocus());
        until(() -> screen.shows("site-allow"));
        ScreenProbe.onFx(() -> screen.find("site-allow").requestFocus());
        robot.type(KeyCode.SPACE);
        until(() -> report().sites().isEmpty());
        until(() -> screen.shows("sites-none"));
    }

    @Test
    void theSwitchForUnpaidVisitsIsKeptByTheEngine() throws Exception {
        assertTrue(screen.find(CheckBox.class, "serve-unpaid").isSelected());
        screen.press("serve-unpaid");
        until(() -> !report().servesUnpaid());
        engine.kill();
        until(() -> !report().servesUnpaid());
        until(() -> !screen.find(CheckBox.class, "serve-unpaid").isSelected());
        assertFalse(report().servesUnpaid());
    }
}
